using System.Text.Json.Nodes;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Clusterers.Tests;

/// <summary>However many experts a library has, about as many numbers of it are in memory at a time.</summary>
[Collection(TensorScopes.OneAfterAnother)]
public class StreamingSpecs
{
    public StreamingSpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData("factors")]
    [InlineData("delta")]
    [InlineData("reads")]
    public async Task Memory_does_not_grow_with_the_number_of_experts(string on)
    {
        using var scope = torch.NewDisposeScope();
        // Of four million numbers each, four make a block.
        var (few, many) = (new LargeLibrary(9, 1 << 20), new LargeLibrary(18, 1 << 20));
        var options = new JsonObject { ["clusters"] = 3, ["on"] = on, ["sparsity"] = 0, ["restarts"] = 2 };

        await Clusterers.ClusterAsync("clusterer/mbc", few, options);
        var clustering = await Clusterers.ClusterAsync("clusterer/mbc", many, options);

        many.MostHeld.Should().Be(few.MostHeld).And.BeLessThanOrEqualTo(9);
        // Blocks put together are the whole: experts of one kind are equal, others are not.
        clustering.Assignment.Should().Equal(Enumerable.Range(0, 18).Select(expert => expert % 3));
        clustering.Similarity[0][15].Should().BeApproximately(1, 1e-6);
        clustering.Similarity[1][15].Should().BeLessThan(0.5);
    }

    /// <summary>Experts of three kinds, made when they are read, that counts how many of them are held at a time.</summary>
    private sealed class LargeLibrary(int experts, int width) : IExpertLibrary
    {
        private readonly List<torch.Tensor> _given = [];

        public int MostHeld { get; private set; }

        public IReadOnlyList<ExpertInfo> Experts { get; } = [.. Enumerable.Range(0, experts).Select(expert => new ExpertInfo($"expert {expert}", new Dictionary<string, string>()))];

        public IReadOnlyList<LinearMap> Maps { get; } = [new("map", width, width)];

        public LoraFactors? Read(int expert, int map)
        {
            _given.RemoveAll(tensor => tensor.IsInvalid);
            var (a, b) = (torch.zeros(2, width), torch.zeros(width, 2));
            // Where each kind writes lies apart.
            a.narrow(1, expert % 3 * 100, 100).Accumulate(1);
            b.narrow(0, expert % 3 * 100, 100).Accumulate(1);
            _given.Add(a);
            MostHeld = Math.Max(MostHeld, _given.Count);
            return new LoraFactors(a, b, 1);
        }
    }
}
