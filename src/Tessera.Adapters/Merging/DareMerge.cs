using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Merging;

/// <summary>Drops entries of A and of B at random, each by itself, and enlarges the others, so that on average nothing changes; then sums.</summary>
internal static class DareMerge
{
    public static LoraFactors Merge(string map, IReadOnlyList<WeightedExpert> experts, double density, Seed seed)
    {
        var balanced = BalancedFactors.Of(experts);
        return LinearMerge.Sum(balanced with { Experts = [.. balanced.Experts.Select((factors, index) => Prune(factors, seed.Derive(experts[index].Name).Derive(map), density))] }, experts);
    }

    private static (torch.Tensor A, torch.Tensor B) Prune((torch.Tensor A, torch.Tensor B) factors, Seed seed, double density) =>
        (factors.A * Mask(factors.A, seed.Derive("A"), density), factors.B * Mask(factors.B, seed.Derive("B"), density));

    private static torch.Tensor Mask(torch.Tensor factor, Seed seed, double density)
    {
        var random = seed.CreateRandom();
        var kept = new double[factor.numel()];
        for (var i = 0; i < kept.Length; i++) kept[i] = random.NextDouble() < density ? 1 / density : 0;
        return torch.tensor(kept, factor.shape, factor.dtype, factor.device);
    }
}
