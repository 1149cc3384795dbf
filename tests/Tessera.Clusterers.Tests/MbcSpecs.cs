using System.Text.Json.Nodes;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Clusterers.Tests;

/// <summary>Model-based clustering, through the host.</summary>
[Collection(TensorScopes.OneAfterAnother)]
public class MbcSpecs
{
    public MbcSpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData("0.0", 0.0, 8)]
    [InlineData("0.0", 0.0, 24)]
    [InlineData("0.5", 0.5, 8)]
    [InlineData("0.5", 0.5, 24)]
    public async Task Cosines_and_labels_are_those_of_an_independent_implementation(string name, double sparsity, int components)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = SafetensorsFile.Open(SharedData.Require("golden/mbc.safetensors"));
        var library = new MemoryLibrary(("map", golden.Read("A"), golden.Read("B")));

        var clustering = await ClusterAsync(library, new JsonObject { ["clusters"] = 4, ["sparsity"] = sparsity, ["components"] = components });

        var expected = golden.Read($"sparsify{name}.components{components}.cosine").data<double>().ToArray();
        clustering.Similarity.SelectMany(row => row).Zip(expected).Max(pair => Math.Abs(pair.First - pair.Second)).Should().BeLessThan(1e-9);
        Labels(golden, "planted").Should().HaveCount(24);
        Agreement.AdjustedRandIndex(clustering.Assignment, Labels(golden, "planted")).Should().Be(1);
        Agreement.AdjustedRandIndex(clustering.Assignment, Labels(golden, $"sparsify{name}.kmeans_labels")).Should().Be(1);
    }

    [Fact]
    public async Task Comparing_the_weights_themselves_gives_their_cosines_without_forming_them()
    {
        using var scope = torch.NewDisposeScope();
        var (library, a, b) = Planted();
        var clustering = await ClusterAsync(library, new JsonObject { ["clusters"] = 3, ["on"] = "delta", ["components"] = 12 });

        for (var i = 0; i < 12; i++)
        for (var j = 0; j < 12; j++)
        {
            var (left, right) = (b[i].mm(a[i]).reshape(-1), b[j].mm(a[j]).reshape(-1));
            clustering.Similarity[i][j].Should().BeApproximately((left.dot(right) / (left.norm() * right.norm())).Number(), 1e-9);
        }
    }

    [Theory]
    [InlineData("factors")]
    [InlineData("delta")]
    [InlineData("reads")]
    public async Task Planted_groups_are_found_and_numbered_by_first_appearance(string on)
    {
        using var scope = torch.NewDisposeScope();
        var clustering = await ClusterAsync(Planted().Library, new JsonObject { ["clusters"] = 3, ["on"] = on });

        clustering.Assignment.Should().Equal(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2);
        clustering.Scores["silhouette"].Should().BeInRange(0.5, 1);
    }

    [Fact]
    public async Task The_order_of_maps_and_the_size_of_an_expert_do_not_matter()
    {
        using var scope = torch.NewDisposeScope();
        var (_, a, b) = Planted();
        var (a2, b2) = (Random(new Random(9), 12, 3, 5), Random(new Random(10), 12, 4, 3));
        var options = new JsonObject { ["clusters"] = 4, ["components"] = 6 };
        var larger = torch.ones(12, 1, 1, torch.ScalarType.Float64);
        larger[5] = torch.tensor(40.0);

        var plain = await ClusterAsync(new MemoryLibrary(("k", a, b), ("q", a2, b2)), options);
        var turned = await ClusterAsync(new MemoryLibrary(("q", a2, b2), ("k", a, b)), options);
        var grown = await ClusterAsync(new MemoryLibrary(("k", a * larger, b * larger), ("q", a2 * larger, b2 * larger)), new JsonObject { ["clusters"] = 4, ["components"] = 12 });
        var whole = await ClusterAsync(new MemoryLibrary(("k", a, b), ("q", a2, b2)), new JsonObject { ["clusters"] = 4, ["components"] = 12 });

        turned.Should().BeEquivalentTo(plain);
        grown.Similarity.SelectMany(row => row).Zip(whole.Similarity.SelectMany(row => row)).Max(pair => Math.Abs(pair.First - pair.Second)).Should().BeLessThan(1e-9);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_clusters()
    {
        using var scope = torch.NewDisposeScope();
        var noise = new MemoryLibrary(("map", Random(new Random(3), 30, 2, 6), Random(new Random(4), 30, 5, 2)));
        var options = new JsonObject { ["clusters"] = 7, ["restarts"] = 1 };

        var first = await ClusterAsync(noise, options, 1);
        var again = await ClusterAsync(noise, options, 1);
        var best = await ClusterAsync(noise, new JsonObject { ["clusters"] = 7, ["restarts"] = 200 }, 1);

        again.Should().BeEquivalentTo(first);
        best.Scores["inertia"].Should().BeLessThanOrEqualTo(first.Scores["inertia"]);
    }

    /// <summary>The inertias of scikit-learn 1.2 (KMeans, k-means++, ten beginnings, random_state 42) on the same matrix of cosines.</summary>
    [Theory]
    [InlineData(3, 81.69712927057991)]
    [InlineData(7, 61.0927110860675)]
    [InlineData(12, 41.27129699259996)]
    public async Task Clusters_are_no_wider_than_those_of_scikit_learn(int clusters, double inertia)
    {
        using var scope = torch.NewDisposeScope();
        var a = Enumerable.Range(0, 40 * 2 * 6).Select(k => Math.Sin(0.7 * k * k + 1)).ToArray();
        var b = Enumerable.Range(0, 40 * 5 * 2).Select(k => Math.Cos(0.3 * k * k + 2)).ToArray();
        var library = new MemoryLibrary(("map", torch.tensor(a, [40, 2, 6]), torch.tensor(b, [40, 5, 2])));

        var clustering = await ClusterAsync(library, new JsonObject { ["clusters"] = clusters, ["sparsity"] = 0.0, ["components"] = 40 });

        clustering.Scores["inertia"].Should().BeLessThanOrEqualTo(inertia * 1.01);
    }

    [Fact]
    public async Task As_many_clusters_as_experts_leave_each_alone()
    {
        using var scope = torch.NewDisposeScope();
        var clustering = await ClusterAsync(Planted().Library, new JsonObject { ["clusters"] = 12 });

        clustering.Assignment.Should().Equal(Enumerable.Range(0, 12));
        clustering.Scores["inertia"].Should().BeApproximately(0, 1e-12);
    }

    [Fact]
    public async Task The_weights_themselves_are_compared_whatever_matrix_stands_between_the_factors()
    {
        using var scope = torch.NewDisposeScope();
        var (library, a, b) = Planted();
        var basis = torch.tensor(new[] { 1.0, 2, -1, 3 }, [2, 2]);
        // Expert by expert, the one factor is multiplied by a matrix and the other by its inverse.
        var changed = new MemoryLibrary(("map", torch.stack([.. Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? basis.mm(a[i]) : a[i])], 0), torch.stack([.. Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? b[i].mm(torch.linalg.inv(basis)) : b[i])], 0)));
        JsonObject On(string what) => new() { ["clusters"] = 3, ["on"] = what, ["sparsity"] = 0, ["components"] = 12 };
        static double Difference(Clustering left, Clustering right) => left.Similarity.SelectMany(row => row).Zip(right.Similarity.SelectMany(row => row)).Max(pair => Math.Abs(pair.First - pair.Second));

        Difference(await ClusterAsync(changed, On("delta")), await ClusterAsync(library, On("delta"))).Should().BeLessThan(1e-9);
        Difference(await ClusterAsync(changed, On("reads")), await ClusterAsync(library, On("reads"))).Should().BeLessThan(1e-9);
        Difference(await ClusterAsync(changed, On("factors")), await ClusterAsync(library, On("factors"))).Should().BeGreaterThan(0.1);
    }

    /// <summary>The slow way: ΔWᵀ ΔW of each map is formed, made as long as 1, laid beside the others, and compared less the mean of all experts.</summary>
    [Fact]
    public async Task What_experts_read_is_compared_without_forming_it()
    {
        using var scope = torch.NewDisposeScope();
        var numbers = new Random(11);
        (string, torch.Tensor, torch.Tensor)[] maps = [("k", Random(numbers, 10, 2, 5), Random(numbers, 10, 7, 2)), ("q", Random(numbers, 10, 3, 6), Random(numbers, 10, 2, 3))];
        // An expert that does nothing with one map.
        maps[1].Item3[4].Accumulate(maps[1].Item3[4].neg());

        var clustering = await ClusterAsync(new MemoryLibrary(maps), new JsonObject { ["clusters"] = 3, ["on"] = "reads" });

        torch.Tensor Read((string, torch.Tensor A, torch.Tensor B) map, int expert)
        {
            var delta = map.B[expert].mm(map.A[expert]);
            var reads = delta.t().mm(delta);
            return reads.norm().Number() == 0 ? reads.reshape(-1) : (reads / reads.norm()).reshape(-1);
        }

        var whole = torch.stack([.. Enumerable.Range(0, 10).Select(expert => torch.cat([.. maps.Select(map => Read(map, expert))], 0))], 0);
        var unit = whole / whole.norm(1, keepdim: true);
        var centred = unit - unit.mean([0], keepdim: true);
        for (var i = 0; i < 10; i++)
        for (var j = 0; j < 10; j++)
            clustering.Similarity[i][j].Should().BeApproximately((centred[i].dot(centred[j]) / (centred[i].norm() * centred[j].norm())).Number(), 1e-9);
    }

    [Fact]
    public async Task Experts_that_do_the_opposite_of_each_other_read_the_same()
    {
        using var scope = torch.NewDisposeScope();
        var (_, a, b) = Planted();
        var opposite = new MemoryLibrary(("map", a, torch.stack([.. Enumerable.Range(0, 12).Select(i => i < 6 ? b[i] : b[i].neg())], 0)));

        var reads = await ClusterAsync(opposite, new JsonObject { ["clusters"] = 3, ["on"] = "reads" });
        var delta = await ClusterAsync(opposite, new JsonObject { ["clusters"] = 3, ["on"] = "delta" });

        reads.Assignment.Should().Equal(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2);
        delta.Similarity[0][6].Should().BeLessThan(-0.8);
        reads.Similarity[0][6].Should().BeGreaterThan(0.7);
    }

    [Fact]
    public async Task An_expert_that_reads_nothing_is_like_nobody_and_changes_nothing_among_others()
    {
        using var scope = torch.NewDisposeScope();
        var (_, a, b) = Planted();
        var options = new JsonObject { ["clusters"] = 4, ["on"] = "reads" };
        var idle = new MemoryLibrary(("map", torch.cat([a, a.narrow(0, 0, 1)], 0), torch.cat([b, torch.zeros(1, 6, 2, torch.ScalarType.Float64)], 0)));

        var others = await ClusterAsync(new MemoryLibrary(("map", a, b)), options);
        var all = await ClusterAsync(idle, options);

        all.Similarity[12].Should().OnlyContain(value => value == 0);
        for (var i = 0; i < 12; i++)
        for (var j = 0; j < 12; j++)
            all.Similarity[i][j].Should().BeApproximately(others.Similarity[i][j], 1e-9);
    }

    [Fact]
    public async Task Experts_that_read_the_same_leave_nothing_to_compare()
    {
        using var scope = torch.NewDisposeScope();
        var (_, a, b) = Planted();
        var same = new MemoryLibrary(("map", a[0].expand(5, 2, 8).Times(1), b[0].expand(5, 6, 2).Times(1)));

        var clustering = await ClusterAsync(same, new JsonObject { ["clusters"] = 2, ["on"] = "reads" });

        clustering.Similarity.SelectMany(row => row).Should().OnlyContain(value => value == 0);
    }

    [Theory]
    [InlineData("factors")]
    [InlineData("delta")]
    [InlineData("reads")]
    public async Task The_number_of_clusters_is_found_by_the_silhouette(string on)
    {
        using var scope = torch.NewDisposeScope();
        var clustering = await ClusterAsync(Planted().Library, new JsonObject { ["clusters"] = 0, ["on"] = on });

        clustering.Count.Should().Be(3);
        for (var clusters = 2; clusters < 12; clusters++)
            (await ClusterAsync(Planted().Library, new JsonObject { ["clusters"] = clusters, ["on"] = on })).Scores["silhouette"].Should().BeLessThanOrEqualTo(clustering.Scores["silhouette"] + 1e-12);
    }

    [Fact]
    public async Task More_clusters_than_experts_are_refused()
    {
        using var scope = torch.NewDisposeScope();
        var cluster = () => ClusterAsync(Planted().Library, new JsonObject { ["clusters"] = 13 });

        (await cluster.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS5111" && problem.Message.Contains("13 clusters") && problem.Message.Contains("12 experts"));
    }

    private static Task<Clustering> ClusterAsync(MemoryLibrary library, JsonObject options, ulong seed = 1) => Clusterers.ClusterAsync("clusterer/mbc", library, options, seed);

    private static IReadOnlyList<int> Labels(SafetensorsFile golden, string name) => [.. golden.Read(name).data<long>().ToArray().Select(label => (int)label)];

    private static (MemoryLibrary Library, torch.Tensor A, torch.Tensor B) Planted()
    {
        var numbers = new Random(5);
        var (centresA, centresB) = (Random(numbers, 3, 2, 8), Random(numbers, 3, 6, 2));
        var a = torch.stack([.. Enumerable.Range(0, 12).Select(i => centresA[i % 3].Plus(Random(numbers, 2, 8).Times(0.15)))], 0);
        var b = torch.stack([.. Enumerable.Range(0, 12).Select(i => centresB[i % 3].Plus(Random(numbers, 6, 2).Times(0.15)))], 0);
        return (new MemoryLibrary(("map", a, b)), a, b);
    }

    private static torch.Tensor Random(Random numbers, params long[] shape) =>
        torch.tensor(Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => numbers.NextDouble() * 2 - 1).ToArray(), shape);
}
