using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Benchmarks.Routing;

/// <summary>Experts of random numbers, the same in every run.</summary>
internal static class RandomExperts
{
    public static ExpertBank Make(int experts, int width, int rank)
    {
        torch.random.manual_seed(7);
        return new ExpertBank(
            new LinearMap("map", width, width),
            [.. Enumerable.Range(0, experts).Select(expert => $"expert {expert}")],
            [.. Enumerable.Range(0, experts).Select(_ => new LoraFactors(torch.randn(rank, width).Over(Math.Sqrt(width)), torch.randn(width, rank).Over(Math.Sqrt(rank)), 1))]);
    }
}
