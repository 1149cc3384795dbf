using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>Mixes outputs by two dense products over all experts: Y = ((X Aᵀ) ∘ w s) Bᵀ. Best for few experts or small ranks.</summary>
internal static class DenseOutputMixing
{
    public static torch.Tensor Apply(PackedExperts experts, RoutingInput input, RoutingWeights weights)
    {
        var perExpert = TokenWeights.Spread(input, weights, experts.Count) * experts.Scalings;
        var perRow = perExpert.index_select(1, experts.Owners);
        var inner = input.Hidden.mm(experts.A.t());
        // Weights that hold for all tokens are applied to the smaller of the two.
        return perRow.shape[0] == 1 ? inner.mm(experts.B * perRow.t()) : (inner * perRow).mm(experts.B);
    }
}
