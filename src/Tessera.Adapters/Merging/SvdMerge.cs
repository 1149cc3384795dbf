using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Merging;

/// <summary>
/// The best approximation of Σ w · ΔW of some rank (Eckart and Young), without ever forming ΔW: with thin QR of the stacked factors,
/// B = Q_B R_B and Aᵀ = Q_A R_A, its singular values are those of the core R_B R_Aᵀ, which is as small as the ranks' sum.
/// </summary>
internal static class SvdMerge
{
    public static LoraFactors Merge(IReadOnlyList<WeightedExpert> experts, int rank)
    {
        var (a, b) = ConcatenationMerge.Stack(experts, torch.ScalarType.Float64);
        return Truncate(a, b, rank > 0 ? rank : experts.Max(expert => expert.Factors.Rank), FactorTypes.Working(experts));
    }

    /// <summary>Approximates B · A by factors of at most some rank, which share the singular values evenly.</summary>
    public static LoraFactors Truncate(torch.Tensor a, torch.Tensor b, int rank, torch.ScalarType type)
    {
        var (outputs, coreB) = torch.linalg.qr(b);
        var (inputs, coreA) = torch.linalg.qr(a.t());
        var (left, values, right) = torch.linalg.svd(coreB.mm(coreA.t()), fullMatrices: false);
        var kept = Math.Min(rank, values.shape[0]);
        var roots = values.narrow(0, 0, kept).sqrt();
        var read = inputs.mm(right.narrow(0, 0, kept).t()).t();
        // Singular vectors have no sign of their own; with one, equal experts give equal factors.
        var sign = read.gather(1, read.abs().argmax(1, keepdim: true)).sign();
        return new LoraFactors(
            (read * sign * roots.unsqueeze(1)).contiguous().to_type(type),
            (outputs.mm(left.narrow(1, 0, kept)) * sign.t() * roots).contiguous().to_type(type), 1);
    }
}
