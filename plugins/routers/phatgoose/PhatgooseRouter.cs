using System.Composition;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Routers.Phatgoose;

/// <summary>
/// PHATGOOSE (Muqeeth et al. 2024, arXiv:2402.05859): after training, each expert learns for each map a gate σ(v · x) that says for which tokens it is
/// of use; tokens then go to the experts whose gates they open most.
/// </summary>
[Router("phatgoose", Description = "Sends each token to the experts whose trained gates it opens most.", Options = typeof(PhatgooseOptions))]
[method: ImportingConstructor]
internal sealed class PhatgooseRouter(PhatgooseOptions options) : IRouter
{
    /// <inheritdoc/>
    public ExpertMixing Mixing => ExpertMixing.Outputs;

    /// <inheritdoc/>
    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context) => new PhatgooseRouting(banks, context, options);
}
