using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Merging;

/// <summary>
/// The factors of several experts of one map made comparable entry by entry: of one type and rank, and each multiplied by the root of its
/// scaling, so that both factors bear it alike. A scaling that all share is left out of them and stands beside.
/// </summary>
internal sealed record BalancedFactors(IReadOnlyList<(torch.Tensor A, torch.Tensor B)> Experts, double Scaling)
{
    public static BalancedFactors Of(IReadOnlyList<WeightedExpert> experts)
    {
        var type = FactorTypes.Working(experts);
        var rank = experts.Max(expert => expert.Factors.Rank);
        var shared = experts.All(expert => expert.Factors.Scaling == experts[0].Factors.Scaling) ? experts[0].Factors.Scaling : 1;
        return new BalancedFactors([.. experts.Select(expert => (Widen(expert, expert.Factors.A, 0), Widen(expert, expert.Factors.B, 1)))], shared);

        torch.Tensor Widen(WeightedExpert expert, torch.Tensor factor, int dimension)
        {
            var root = expert.Factors.Scaling == shared ? factor.to_type(type) : factor.to_type(type).Times(Math.Sqrt(expert.Factors.Scaling / shared));
            if (expert.Factors.Rank == rank) return root;
            var missing = factor.shape.ToArray();
            missing[dimension] = rank - expert.Factors.Rank;
            return torch.cat([root, torch.zeros(missing, type, factor.device)], dimension);
        }
    }
}
