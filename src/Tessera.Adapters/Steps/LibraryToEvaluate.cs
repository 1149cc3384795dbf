using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Adapters.Steps;

/// <summary>A library that <c>step/evaluate</c> judges.</summary>
public sealed class LibraryToEvaluate
{
    /// <summary>What it is called; a method is this name and the router's, such as <c>private+arrow</c>.</summary>
    [MinLength(1)]
    public required string Name { get; set; }

    /// <summary>The experts.</summary>
    public required IExpertLibrary Library { get; set; }

    /// <summary>The routers, each of which is a method. A library of a single expert needs none: that expert is then used for everything.</summary>
    /// <value>By default there are none.</value>
    public IReadOnlyList<Part<IRouter>> Routers { get; set; } = [];
}
