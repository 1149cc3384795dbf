using Tessera.Adapters.Steps;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Tests;

/// <summary>Clusters are compared with labels that people gave.</summary>
public sealed class AgreementSpecs : IDisposable
{
    private readonly RecordingContext _context = new();

    [Fact]
    public async Task The_same_groups_agree_fully_whatever_they_are_called()
    {
        var scores = await CompareAsync([0, 0, 1, 1, 2, 2], ["x", "x", "z", "z", "y", "y"]);

        scores["ari"].Should().BeApproximately(1, 1e-12);
        scores["nmi"].Should().BeApproximately(1, 1e-12);
        _context.Metrics["ari"].Should().Be(scores["ari"]);
    }

    [Fact]
    public async Task Groups_that_agree_in_part_get_the_numbers_that_the_formulas_give_by_hand()
    {
        var scores = await CompareAsync([0, 0, 1, 1, 2, 2], ["a", "a", "b", "c", "c", "c"]);

        // Two pairs are together in both, three in the one, four in the other, of fifteen.
        scores["ari"].Should().BeApproximately((2 - 12.0 / 15) / (3.5 - 12.0 / 15), 1e-12);
        var (clusters, groups, both) = (Math.Log(3), Math.Log(3) / 3 + Math.Log(6) / 6 + Math.Log(2) / 2, 2 * Math.Log(3) / 3 + Math.Log(6) / 3);
        scores["nmi"].Should().BeApproximately((clusters + groups - both) / ((clusters + groups) / 2), 1e-12);
    }

    [Fact]
    public async Task Independent_groups_agree_no_more_than_by_chance()
    {
        var scores = await CompareAsync([0, 0, 1, 1], ["a", "b", "a", "b"]);

        scores["ari"].Should().BeApproximately(-0.5, 1e-12);
        scores["nmi"].Should().BeApproximately(0, 1e-12);
    }

    [Fact]
    public async Task Experts_without_a_label_are_left_out()
    {
        var scores = await CompareAsync([0, 1, 0, 1, 1], ["a", "b", null, "b", null]);

        scores["ari"].Should().BeApproximately(1, 1e-12);
    }

    [Fact]
    public async Task Labels_that_nobody_has_are_refused()
    {
        var compare = () => CompareAsync([0, 1], [null, null]);

        (await compare.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Id.Should().Be("TESS5406");
    }

    public void Dispose() => _context.Dispose();

    private async Task<IReadOnlyDictionary<string, double>> CompareAsync(int[] clusters, string?[] labels)
    {
        var clusterer = new Part<IClusterer>("clusterer/fixed", () => new OwnedPart<IClusterer>(new FixedClusterer(clusters)));
        var step = new ClusterStep(new ClusterOptions { Library = new LabelledLibrary(labels), Clusterer = clusterer, Labels = "term" });
        return (await step.RunAsync(_context, CancellationToken.None)).Scores;
    }

    private sealed class FixedClusterer(int[] clusters) : IClusterer
    {
        public Task<Clustering> ClusterAsync(IExpertLibrary library, Seed seed, CancellationToken cancellationToken) => Task.FromResult(new Clustering { Assignment = clusters });
    }

    private sealed class LabelledLibrary(string?[] labels) : IExpertLibrary
    {
        public IReadOnlyList<ExpertInfo> Experts { get; } = [.. labels.Select((label, expert) => new ExpertInfo($"expert {expert}", label is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["term"] = label }))];

        public IReadOnlyList<LinearMap> Maps => [];

        public LoraFactors? Read(int expert, int map) => null;
    }
}
