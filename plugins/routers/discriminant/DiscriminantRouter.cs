using System.Composition;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Routers.Discriminant;

/// <summary>
/// Linear discriminant analysis (Fisher 1936) as a router: the hidden states of each expert's own examples are taken for a normal
/// distribution with a mean of its own and a covariance that all share, and a token uses the experts by the posterior probability that
/// its hidden state is of their kind, times a scale. Nothing is trained; means and covariance are one pass over examples.
/// </summary>
[Router("discriminant", Description = "Uses experts by the probability that a token comes from their tasks.", Options = typeof(DiscriminantOptions))]
[method: ImportingConstructor]
internal sealed class DiscriminantRouter(DiscriminantOptions options) : IRouter
{
    /// <inheritdoc/>
    public ExpertMixing Mixing => ExpertMixing.Outputs;

    /// <inheritdoc/>
    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context) => new DiscriminantRouting(banks, context, options);
}
