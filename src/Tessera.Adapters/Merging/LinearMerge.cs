using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Merging;

/// <summary>The weighted sums of A and of B.</summary>
internal static class LinearMerge
{
    public static LoraFactors Merge(IReadOnlyList<WeightedExpert> experts)
    {
        var balanced = BalancedFactors.Of(experts);
        return Sum(balanced, experts);
    }

    public static LoraFactors Sum(BalancedFactors balanced, IReadOnlyList<WeightedExpert> experts)
    {
        var (a, b) = (torch.zeros_like(balanced.Experts[0].A), torch.zeros_like(balanced.Experts[0].B));
        foreach (var (index, expert) in experts.Index())
        {
            a += expert.Weight * balanced.Experts[index].A;
            b += expert.Weight * balanced.Experts[index].B;
        }

        return new LoraFactors(a, b, balanced.Scaling);
    }
}
