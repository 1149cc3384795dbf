using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>What happens to the products A x of each choice before B, by general operators.</summary>
internal static class ChoiceSums
{
    /// <summary>Mixes outputs, w_e s_e h_e, or parameters, w_e √s_e Σ_f w_f √s_f h_f.</summary>
    /// <param name="experts">The experts.</param>
    /// <param name="inner">h, (tokens, k, R).</param>
    /// <param name="chosen">The experts, (tokens · k).</param>
    /// <param name="weights">(tokens, k).</param>
    /// <param name="mask">1 where an expert has the rank, 0 where it lacks it, (tokens, k, R).</param>
    /// <param name="mixing">What is mixed.</param>
    /// <returns>(tokens, k, R).</returns>
    public static torch.Tensor Mix(PackedExperts experts, torch.Tensor inner, torch.Tensor chosen, torch.Tensor weights, torch.Tensor mask, ExpertMixing mixing)
    {
        var scalings = experts.Scalings.index_select(0, chosen).reshape(weights.shape);
        if (mixing == ExpertMixing.Outputs) return inner * (weights * scalings).unsqueeze(2) * mask;
        var factors = (weights * scalings.sqrt()).unsqueeze(2) * mask;
        return factors * (inner * factors).sum(1, keepdim: true);
    }
}
