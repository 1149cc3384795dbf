#region router
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Samples.ActivationRouter;

/// <summary>Weighs each expert, for each token, by how strongly its first factor responds: softmax of ‖A x‖.</summary>
[Router("activation", Description = "Weighs each expert by how strongly its first factor responds to the token.")]
public sealed class ActivationRouter : IRouter
{
    /// <inheritdoc/>
    public ExpertMixing Mixing => ExpertMixing.Outputs;

    /// <inheritdoc/>
    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context) =>
        new ActivationRouting([.. banks[0].Factors.Select(expert => expert?.A.clone())]);
}
#endregion
