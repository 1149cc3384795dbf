using Tessera.Sdk.Parts;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Sdk.Tensors.Routing;

/// <summary>A strategy that decides which experts a linear map uses, and how much. It multiplies nothing: the platform owns the kernels.</summary>
[PartKind("router")]
public interface IRouter
{
    /// <summary>How the chosen experts are mixed.</summary>
    ExpertMixing Mixing { get; }

    /// <summary>Prepares routing for one map, for instance by computing prototypes of its experts.</summary>
    /// <remarks>Maps of one <see cref="LinearMap.TieGroup"/> are given together, so that they share one routing.</remarks>
    /// <param name="banks">The banks of the map, or of all maps that are tied; they stay the caller's and may be disposed of afterwards.</param>
    /// <param name="context">Tasks, seed, and what was saved by an earlier <see cref="IMapRouting.State"/>.</param>
    /// <returns>The routing, which the caller disposes of.</returns>
    IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context);
}
