using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Clusterers.Tests;

/// <summary>Clusterers that do not look at weights, except to judge what they did.</summary>
[Collection(TensorScopes.OneAfterAnother)]
public class YardstickSpecs
{
    public YardstickSpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public async Task Random_clusters_are_of_equal_size_and_of_the_seed()
    {
        using var scope = torch.NewDisposeScope();
        var options = new JsonObject { ["clusters"] = 4 };

        var first = await Clusterers.ClusterAsync("clusterer/random", Library(), options, 1);
        var again = await Clusterers.ClusterAsync("clusterer/random", Library(), options, 1);
        var other = await Clusterers.ClusterAsync("clusterer/random", Library(), options, 2);

        first.Assignment.GroupBy(cluster => cluster).Select(cluster => cluster.Count()).Order().Should().Equal(2, 2, 3, 3);
        first.Assignment[0].Should().Be(0);
        again.Assignment.Should().Equal(first.Assignment);
        other.Assignment.Should().NotEqual(first.Assignment);
    }

    [Fact]
    public async Task Experts_of_one_value_come_together_and_the_silhouette_tells_whether_they_are_alike()
    {
        using var scope = torch.NewDisposeScope();

        var right = await Clusterers.ClusterAsync("clusterer/by-metadata", Library(), new JsonObject { ["key"] = "group" });
        var wrong = await Clusterers.ClusterAsync("clusterer/by-metadata", Library(), new JsonObject { ["key"] = "half" });

        right.Assignment.Should().Equal(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        wrong.Assignment.Should().Equal(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
        right.Scores["silhouette"].Should().BeGreaterThan(0.5);
        wrong.Scores["silhouette"].Should().BeLessThan(0.1);
    }

    [Fact]
    public async Task Metadata_that_an_expert_lacks_is_named_with_what_there_is()
    {
        using var scope = torch.NewDisposeScope();
        var cluster = () => Clusterers.ClusterAsync("clusterer/by-metadata", Library(), new JsonObject { ["key"] = "domain" });

        (await cluster.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS5405" && problem.Message.Contains("'domain'") && problem.Remedy!.Contains("group, half"));
    }

    [Fact]
    public async Task More_random_clusters_than_experts_are_refused()
    {
        using var scope = torch.NewDisposeScope();
        var cluster = () => Clusterers.ClusterAsync("clusterer/random", Library(), new JsonObject { ["clusters"] = 11 });

        (await cluster.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Id.Should().Be("TESS5111");
    }

    // Ten experts, alike within two groups that take turns.
    private static MemoryLibrary Library()
    {
        var numbers = new Random(8);
        torch.Tensor Random(params long[] shape) => torch.tensor(Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => numbers.NextDouble() * 2 - 1).ToArray(), shape);
        var (a, b) = (Random(2, 2, 8), Random(2, 6, 2));
        return new MemoryLibrary(("map", torch.stack([.. Enumerable.Range(0, 10).Select(i => a[i % 2].Plus(Random(2, 8).Times(0.1)))], 0), torch.stack([.. Enumerable.Range(0, 10).Select(i => b[i % 2].Plus(Random(6, 2).Times(0.1)))], 0)))
        {
            Describe = expert => new Dictionary<string, string> { ["group"] = expert % 2 == 0 ? "even" : "odd", ["half"] = expert < 5 ? "first" : "second" },
        };
    }
}
