using System.Composition;
using Tessera.Sdk.Diagnostics;
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
        if (context.State is not { } state) return new ArrowRouting(ExpertPrototypes.Compute(banks), options);
        return new ArrowRouting(ExpertPrototypes.Restore(state, banks[0]) ?? throw Unfit(banks[0]), options);
    }

    private static TesseraException Unfit(ExpertBank bank) => new(Diagnostic.Error(
        "TESS5101", $"The saved routing does not fit {bank.Map.Name} with {bank.Count} experts.",
        remedy: $"Arrow saves 'prototypes' (experts, {bank.Map.InputSize}) and 'experts'. Compute the prototypes anew from the library."));
}
