using System.Composition;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Routers.Centroid;

/// <summary>
/// Compares tokens with the mean hidden state of each expert's own examples, as the centroid baseline of arXiv:2405.11157 does:
/// the score is x · c / √d.
/// </summary>
[Router("centroid", Description = "Sends each token to the experts whose own inputs it resembles.", Options = typeof(CentroidOptions))]
[method: ImportingConstructor]
internal sealed class CentroidRouter(CentroidOptions options) : IRouter
{
    /// <inheritdoc/>
    public ExpertMixing Mixing => ExpertMixing.Outputs;

    /// <inheritdoc/>
    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context) => new CentroidRouting(banks, context, options);
}
