using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Merging;

/// <summary>Trims, elects a sign for each entry and takes the mean of those that agree.</summary>
/// <param name="thresholds">For each expert, by name, the size below which an entry is trimmed.</param>
internal sealed class TiesMerge(IReadOnlyDictionary<string, double> thresholds)
{
    /// <summary>The size of the smallest entry that is kept, over all maps of an expert together.</summary>
    /// <param name="factors">The expert's factors of all maps.</param>
    /// <param name="density">The share of entries that are kept.</param>
    public static double Threshold(IEnumerable<LoraFactors> factors, double density)
    {
        using var scope = torch.NewDisposeScope();
        var sizes = torch.cat([.. factors.SelectMany(pair => new[] { pair.A, pair.B }.Select(factor => factor.to_type(torch.ScalarType.Float64).Times(Root(pair)).abs().reshape(-1)))]);
        var kept = Math.Clamp((long)Math.Ceiling(density * sizes.numel()), 1, sizes.numel());
        return torch.kthvalue(sizes, sizes.numel() - kept + 1, dim: 0).values.Number();
    }

    public LoraFactors Merge(IReadOnlyList<WeightedExpert> experts)
    {
        var balanced = BalancedFactors.Of(experts);
        var root = Math.Sqrt(balanced.Scaling);
        return new LoraFactors(Merge([.. balanced.Experts.Select(pair => pair.A)], experts, root), Merge([.. balanced.Experts.Select(pair => pair.B)], experts, root), balanced.Scaling);
    }

    private torch.Tensor Merge(IReadOnlyList<torch.Tensor> factors, IReadOnlyList<WeightedExpert> experts, double root)
    {
        List<torch.Tensor> trimmed = [.. factors.Select((factor, index) => Trim(factor, thresholds[experts[index].Name], root).Times(experts[index].Weight))];
        var sign = trimmed.Aggregate((sum, factor) => sum.Plus(factor)).sign();
        var (sums, counts) = (torch.zeros_like(factors[0]), torch.zeros_like(factors[0]));
        foreach (var (index, factor) in trimmed.Index())
        {
            // Where the sum is nothing there is no sign to agree with, and entries that are nothing have no say.
            var agrees = (factor.sign() * sign).Above(0).to_type(factor.dtype);
            sums.Accumulate(factor * agrees);
            counts.Accumulate(agrees.Times(Math.Abs(experts[index].Weight)));
        }

        return torch.where(counts.Above(0), sums / counts, torch.zeros_like(sums));
    }

    private static torch.Tensor Trim(torch.Tensor factor, double threshold, double root) =>
        factor * factor.to_type(torch.ScalarType.Float64).Times(root).abs().AtLeast(threshold).to_type(factor.dtype);

    private static double Root(LoraFactors factors) => Math.Sqrt(factors.Scaling);
}
