using System.Text.Json.Nodes;
using Tessera.Adapters.Library;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tests.Evaluation;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Adapters.Tests;

/// <summary>What a clusterer found out is kept beside the experts, and met again only where it is what the clusterer would find out anew.</summary>
public sealed class FoundClustersSpecs : IDisposable
{
    private readonly Study _study;
    private readonly ExpertLibrary _library;
    private readonly Clustering _answer = new()
    {
        Assignment = [0, 1, 0],
        Scores = new Dictionary<string, double> { ["silhouette"] = 1.0 / 3, ["inertia"] = double.NaN },
        Similarity = [[1, 0.1, 0.7], [0.1, 1, -0.2], [0.7, -0.2, 1]],
    };
    private int _asked;

    public FoundClustersSpecs()
    {
        Libtorch.EnsureLoaded();
        _study = new Study();
        _library = _study.Library("private", "a", "b", "c");
    }

    [Fact]
    public async Task Experts_are_clustered_once_and_all_that_was_found_is_there_the_next_time()
    {
        var first = await ClusterAsync(_library, _answer);
        var metrics = _study.Context.Metrics.ToDictionary();
        var findings = _study.Context.Findings.Count;
        using var again = ExpertLibrary.Open(_library.Folder);
        var second = await ClusterAsync(again, _answer);

        _asked.Should().Be(1);
        second.Should().BeEquivalentTo(first);
        _study.Context.Metrics.Should().Equal(metrics);
        _study.Context.Findings.Skip(findings).Should().BeEquivalentTo(_study.Context.Findings.Take(findings), "tables and similarities are the same");
        Kept().Should().HaveCount(2).And.OnlyContain(file => file.Contains("clusterer-fixed"));
    }

    [Fact]
    public async Task A_clusterer_without_scores_and_similarity_is_kept_as_well()
    {
        var answer = new Clustering { Assignment = [0, 1, 2] };
        var first = await ClusterAsync(_library, answer);

        (await ClusterAsync(_library, answer)).Should().BeEquivalentTo(first);
        _asked.Should().Be(1);
    }

    [Fact]
    public async Task Another_clusterer_another_seed_and_other_weights_are_clustered_anew()
    {
        await ClusterAsync(_library, _answer);
        await ClusterAsync(_library, _answer, identity: "of this clusterer with other options");
        await ClusterAsync(_library, _answer, seed: 2);
        _asked.Should().Be(3);

        var others = _study.Library("others", "b");
        LibraryFolder.At(_library.Folder).Replace(new ExpertDraft { Name = "b", Factors = others.Maps.Index().ToDictionary(map => map.Item.Name, map => others.Read(0, map.Index)!), Record = new ExpertRecord { Task = "b" } });
        using var changed = ExpertLibrary.Open(_library.Folder);
        await ClusterAsync(changed, _answer);
        _asked.Should().Be(4);
    }

    [Fact]
    public async Task What_is_known_of_an_expert_may_decide_its_cluster()
    {
        await ClusterAsync(_library, _answer);
        LibraryFolder.At(_library.Folder).Describe("b", new ExpertRecord { Task = "another" });
        using var changed = ExpertLibrary.Open(_library.Folder);

        await ClusterAsync(changed, _answer);

        _asked.Should().Be(2);
    }

    [Theory]
    [InlineData("""{ "silhouette": 1 }""")]
    [InlineData("""["silhouette"]""")]
    [InlineData("""[1, 2]""")]
    public async Task What_was_tampered_with_is_found_anew(string values)
    {
        var first = await ClusterAsync(_library, _answer);
        var file = Kept().Single(kept => kept.EndsWith(".json", StringComparison.Ordinal));
        var content = JsonNode.Parse(File.ReadAllText(file))!;
        content["values"] = JsonNode.Parse(values);
        File.WriteAllText(file, content.ToJsonString());

        (await ClusterAsync(_library, _answer)).Should().BeEquivalentTo(first);
        _asked.Should().Be(2);
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_is_not_kept()
    {
        var cluster = () => ClusterAsync(_library, new Clustering { Assignment = [0, 2, 2] });

        await cluster.Should().ThrowAsync<TesseraException>();
        Kept().Should().BeEmpty();
    }

    [Fact]
    public async Task Of_a_clusterer_that_nobody_can_tell_apart_from_others_nothing_is_kept()
    {
        await ClusterAsync(_library, _answer, identity: null);

        Kept().Should().BeEmpty();
    }

    public void Dispose() => _study.Dispose();

    private List<string> Kept() => Directory.Exists(Path.Combine(_library.Folder, ".library", "derived")) ? [.. Directory.EnumerateFiles(Path.Combine(_library.Folder, ".library", "derived"), "*", SearchOption.AllDirectories)] : [];

    private Task<ClusteredExperts> ClusterAsync(IExpertLibrary library, Clustering answer, string? identity = "of this clusterer with these options", ulong seed = 1)
    {
        _study.Context.Seed = new Seed(seed);
        var clusterer = new Part<IClusterer>("clusterer/fixed", () => new OwnedPart<IClusterer>(new Fixed(this, answer)), identity);
        return new ClusterStep(new ClusterOptions { Library = library, Clusterer = clusterer }).RunAsync(_study.Context, CancellationToken.None);
    }

    private sealed class Fixed(FoundClustersSpecs specs, Clustering answer) : IClusterer
    {
        public Task<Clustering> ClusterAsync(IExpertLibrary library, Seed seed, CancellationToken cancellationToken)
        {
            specs._asked++;
            return Task.FromResult(answer);
        }
    }
}
