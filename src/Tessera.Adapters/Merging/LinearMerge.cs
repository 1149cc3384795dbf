using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
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
            a.Accumulate(balanced.Experts[index].A.Times(expert.Weight));
            b.Accumulate(balanced.Experts[index].B.Times(expert.Weight));
        }

        return new LoraFactors(a, b, balanced.Scaling);
    }
}
