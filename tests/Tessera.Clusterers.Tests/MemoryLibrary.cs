using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Clusterers.Tests;

/// <summary>A library whose maps are tensors (E, r, d_in) and (E, d_out, r), listed in any order.</summary>
internal sealed class MemoryLibrary(params (string Name, torch.Tensor A, torch.Tensor B)[] maps) : IExpertLibrary
{
    /// <summary>What is known of each expert; nothing by default.</summary>
    public Func<int, Dictionary<string, string>> Describe { get; init; } = _ => [];

    public IReadOnlyList<ExpertInfo> Experts => [.. Enumerable.Range(0, (int)maps[0].A.shape[0]).Select(expert => new ExpertInfo($"expert {expert}", Describe(expert)))];

    public IReadOnlyList<LinearMap> Maps { get; } = [.. maps.Select(map => new LinearMap(map.Name, (int)map.A.shape[2], (int)map.B.shape[1]))];

    public LoraFactors? Read(int expert, int map) => new(maps[map].A[expert].clone(), maps[map].B[expert].clone(), 1);
}
