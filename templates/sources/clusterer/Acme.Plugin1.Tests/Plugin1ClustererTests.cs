using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Acme.Plugin1.Tests;

public class Plugin1ClustererTests
{
    [Fact]
    public async Task Experts_that_change_the_model_equally_are_in_one_cluster()
    {
        Libtorch.EnsureLoaded();

        var clustering = await new Plugin1Clusterer(new Plugin1Options { Clusters = 2 })
            .ClusterAsync(new Library(0.1, 5, 0.2, 6), new Seed(1), TestContext.Current.CancellationToken);

        Assert.Equal([0, 1, 0, 1], clustering.Assignment);
    }

    /// <summary>Experts of one map, each as strong as is said.</summary>
    private sealed class Library(params double[] strengths) : IExpertLibrary
    {
        public IReadOnlyList<ExpertInfo> Experts { get; } =
            [.. strengths.Select((_, expert) => new ExpertInfo($"expert {expert}", new Dictionary<string, string>()))];

        public IReadOnlyList<LinearMap> Maps { get; } = [new("map", 3, 4)];

        public LoraFactors? Read(int expert, int map) => new(torch.ones(1, 3), torch.ones(4, 1), strengths[expert]);
    }
}
