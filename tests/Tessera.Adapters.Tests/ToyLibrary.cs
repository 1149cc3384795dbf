using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>Experts for maps, in memory. Equal calls read equal factors.</summary>
internal sealed class ToyLibrary(int experts, params LinearMap[] maps) : IExpertLibrary
{
    public IReadOnlyList<ExpertInfo> Experts { get; } = [.. Enumerable.Range(0, experts).Select(expert => new ExpertInfo($"expert {expert}", new Dictionary<string, string>()))];

    public IReadOnlyList<LinearMap> Maps { get; } = [.. maps.OrderBy(map => map.Name, StringComparer.Ordinal)];

    public LoraFactors? Read(int expert, int map)
    {
        var (numbers, size) = (new Random(expert * 100 + map), Maps[map]);
        return new LoraFactors(Tensors.Random(numbers, 2, size.InputSize), Tensors.Random(numbers, size.OutputSize, 2), 0.5);
    }
}
