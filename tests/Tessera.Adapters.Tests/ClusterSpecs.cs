using Tessera.Adapters.Library;
using Tessera.Adapters.Steps;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>What a clusterer answers is checked before anything is made of it.</summary>
public sealed class ClusterSpecs : IDisposable
{
    private readonly RecordingContext _context = new();
    private readonly TemporaryFolder _folder = new();

    public ClusterSpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public async Task Experts_are_listed_by_cluster()
    {
        var clusters = await ClusterAsync(new Clustering { Assignment = [0, 1, 0] });

        clusters.Clusters.Should().BeEquivalentTo([new[] { "a", "c" }, ["b"]]);
        _context.Metrics["clusters"].Should().Be(2);
    }

    [Theory]
    [InlineData(new[] { 0, 1 }, "2 assignments for 3 experts")]
    [InlineData(new[] { 0, 1, 0, 1 }, "4 assignments for 3 experts")]
    [InlineData(new[] { 0, -1, 1 }, "the clusters -1, 0, 1")]
    [InlineData(new[] { 0, 2, 2 }, "the clusters 0, 2")]
    public async Task An_answer_that_does_not_fit_is_refused_by_the_clusterers_name(int[] assignment, string fault)
    {
        var cluster = () => ClusterAsync(new Clustering { Assignment = assignment });

        (await cluster.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS5031" && problem.Message.Contains("clusterer/fixed") && problem.Message.Contains(fault));
    }

    [Fact]
    public async Task A_similarity_of_other_experts_is_refused()
    {
        var cluster = () => ClusterAsync(new Clustering { Assignment = [0, 0, 0], Similarity = [[1, 1, 1], [1, 1], [1, 1, 1]] });

        (await cluster.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Message.Should().Contain("3 by 3");
    }

    public void Dispose()
    {
        _context.Dispose();
        _folder.Dispose();
    }

    private async Task<ClusteredExperts> ClusterAsync(Clustering answer)
    {
        using var scope = torch.NewDisposeScope();
        using var library = await new FitExpertsStep(new FitExpertsOptions { Tasks = new TaskFile("a", "b", "c").Write(_folder) }).RunAsync(_context, CancellationToken.None);
        var clusterer = new Part<IClusterer>("clusterer/fixed", () => new OwnedPart<IClusterer>(new FixedClusterer(answer)));
        return await new ClusterStep(new ClusterOptions { Library = library, Clusterer = clusterer }).RunAsync(_context, CancellationToken.None);
    }

    private sealed class FixedClusterer(Clustering answer) : IClusterer
    {
        public Task<Clustering> ClusterAsync(IExpertLibrary library, Seed seed, CancellationToken cancellationToken) => Task.FromResult(answer);
    }
}
