using System.Composition;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Routers.Uniform;

/// <summary>Uses every expert with the weight 1/E, whatever the input: µ in the papers, the yardstick of every other router.</summary>
[Router("uniform", Description = "Uses every expert equally, whatever the input.", Options = typeof(UniformOptions))]
[method: ImportingConstructor]
internal sealed class UniformRouter(UniformOptions options) : IRouter
{
    /// <inheritdoc/>
    public ExpertMixing Mixing => options.Mixing;

    /// <inheritdoc/>
    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context) => new UniformRouting(banks[0].Count, options.Scale);
}
