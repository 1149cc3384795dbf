using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Merging;

/// <summary>The exact sum of w · ΔW: the factors one beside the other.</summary>
internal static class ConcatenationMerge
{
    public static LoraFactors Merge(IReadOnlyList<WeightedExpert> experts)
    {
        var shared = Scale(experts[0]);
        // Where all have one factor, it stands beside the factors, which keep every bit.
        if (shared >= 0 && experts.All(expert => Scale(expert) == shared))
        {
            var type = FactorTypes.Shared(experts) ?? FactorTypes.Working(experts);
            return new LoraFactors(StackA(experts, type), torch.cat([.. experts.Select(expert => expert.Factors.B.to_type(type))], 1).contiguous(), shared);
        }

        var (a, b) = Stack(experts, FactorTypes.Working(experts));
        return new LoraFactors(a, b, 1);
    }

    /// <summary>All A one above the other, and all w · scaling · B next to each other: the sum is B · A.</summary>
    public static (torch.Tensor A, torch.Tensor B) Stack(IReadOnlyList<WeightedExpert> experts, torch.ScalarType type) =>
        (StackA(experts, type), torch.cat([.. experts.Select(expert => expert.Factors.B.to_type(type).Times(Scale(expert)))], 1).contiguous());

    private static torch.Tensor StackA(IReadOnlyList<WeightedExpert> experts, torch.ScalarType type) => torch.cat([.. experts.Select(expert => expert.Factors.A.to_type(type))], 0).contiguous();

    private static double Scale(WeightedExpert expert) => expert.Weight * expert.Factors.Scaling;
}
