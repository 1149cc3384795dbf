using System.Composition;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Routers.Poly;

/// <summary>
/// Polytropon (Ponti et al. 2022, arXiv:2202.13914): experts are skills, and each task learns, map by map, how much of which it uses.
/// The skills' factors are mixed before the product.
/// </summary>
[Router("poly", Description = "Mixes skills by weights that each task learns.", Options = typeof(PolyOptions))]
[method: ImportingConstructor]
internal sealed class PolyRouter(PolyOptions options) : IRouter
{
    /// <inheritdoc/>
    public ExpertMixing Mixing => ExpertMixing.Parameters;

    /// <inheritdoc/>
    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context) => SkillRouting.Prepare(banks, context, options, 1);
}
