using System.Composition;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Routers.Poly;

/// <summary>
/// Multi-head routing (Caccia et al. 2023, arXiv:2211.03831): Poly with weights of their own for each of several blocks of what the
/// factors read and write.
/// </summary>
[Router("mhr", Description = "Mixes skills block by block, by weights that each task learns.", Options = typeof(MhrOptions))]
[method: ImportingConstructor]
internal sealed class MhrRouter(MhrOptions options) : IRouter
{
    /// <inheritdoc/>
    public ExpertMixing Mixing => ExpertMixing.Parameters;

    /// <inheritdoc/>
    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context) => SkillRouting.Prepare(banks, context, options, options.Heads);
}
