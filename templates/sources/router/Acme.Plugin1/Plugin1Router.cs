using System.Composition;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Acme.Plugin1;

/// <summary>Gives each token to the experts whose first factor responds most strongly to it: softmax of ‖A x‖.</summary>
/// <param name="options">How many experts.</param>
[Router("plugin-1", Description = "Gives each token to the experts that respond most strongly.", Options = typeof(Plugin1Options))]
[method: ImportingConstructor]
public sealed class Plugin1Router(Plugin1Options options) : IRouter
{
    /// <inheritdoc/>
    public ExpertMixing Mixing => ExpertMixing.Outputs;

    /// <inheritdoc/>
    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context) => new Plugin1Routing(banks[0], options.TopK);
}
