using System.Composition;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Routers.Arrow;

/// <summary>
/// Routes without any training (Ostapenko et al. 2024, arXiv:2405.11157): an expert's prototype is the direction of the input
/// that its ΔW stretches most, and a token's score for it is |x · prototype|.
/// </summary>
[Router("arrow", Description = "Sends each token to the experts whose leading input direction it lies along.", Options = typeof(ArrowOptions))]
[method: ImportingConstructor]
internal sealed class ArrowRouter(ArrowOptions options) : IRouter
{
    /// <inheritdoc/>
    public ExpertMixing Mixing => options.Mixing;

    /// <inheritdoc/>
    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context)
    {
        var prototypes = context.State is { } state ? ArrowPrototypes.Restore(state, banks[0]) : ArrowPrototypes.Compute(banks);
        return new ArrowRouting(prototypes, options);
    }
}
