using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Benchmarks.Scoring;

/// <summary>Experts of random numbers for some maps, made when they are read, so that they take no memory.</summary>
internal sealed class RandomLibrary(int experts, int rank, IEnumerable<LinearMap> maps, int groups = 1) : IExpertLibrary
{
    public IReadOnlyList<ExpertInfo> Experts { get; } = [.. Enumerable.Range(0, experts).Select(expert => new ExpertInfo($"expert {expert}", new Dictionary<string, string>()))];

    public IReadOnlyList<LinearMap> Maps { get; } = [.. maps.OrderBy(map => map.Name, StringComparer.Ordinal)];

    /// <summary>Experts whose indices differ by a multiple of the number of groups are alike but for noise, where there are several groups.</summary>
    public LoraFactors Read(int expert, int map)
    {
        using var scope = torch.NewDisposeScope();
        using var numbers = new torch.Generator((ulong)(expert * 10_000 + map));
        var (a, b) = Numbers(numbers, Maps[map]);
        if (groups == 1) return new LoraFactors(a.MoveToOuterDisposeScope(), b.MoveToOuterDisposeScope(), 1);
        using var common = new torch.Generator((ulong)(1_000_000_000 + expert % groups * 10_000 + map));
        var (commonA, commonB) = Numbers(common, Maps[map]);
        return new LoraFactors(commonA.Plus(a.Times(0.3)).MoveToOuterDisposeScope(), commonB.Plus(b.Times(0.3)).MoveToOuterDisposeScope(), 1);
    }

    private (torch.Tensor A, torch.Tensor B) Numbers(torch.Generator numbers, LinearMap map) =>
        (torch.randn(rank, map.InputSize, generator: numbers).Over(Math.Sqrt(map.InputSize)), torch.randn(map.OutputSize, rank, generator: numbers).Over(10 * Math.Sqrt(rank)));

    LoraFactors? IExpertLibrary.Read(int expert, int map) => Read(expert, map);
}
