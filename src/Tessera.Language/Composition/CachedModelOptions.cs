using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;

namespace Tessera.Language.Composition;

/// <summary>Options of <c>model/cached</c>.</summary>
public sealed class CachedModelOptions
{
    /// <summary>The language model that is asked.</summary>
    public required Part<ILanguageModel> Model { get; set; }

    /// <summary>The folder in which answers outlive the run; it is made when it is not there. Relative to the folder in which the command runs.</summary>
    /// <value>The default value is null: answers are kept in memory.</value>
    [MinLength(1)]
    public string? Folder { get; set; }
}
