using Tessera.Adapters.Library;
using Tessera.Adapters.Merging;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tests.Libraries;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Merging;

/// <summary>I can merge experts, or each cluster of them, in a pipeline.</summary>
public sealed class MergeStepSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingContext _context = new();
    private readonly DisposeScope _scope;
    private readonly ExpertLibrary _library;

    public MergeStepSpecs()
    {
        Libtorch.EnsureLoaded();
        _scope = torch.NewDisposeScope();
        var path = Path.Combine(_folder.Path, "library");
        foreach (var (index, name) in new[] { "a", "b", "c" }.Index())
            LibraryFolder.At(path).Add(Experts.Draft(name, index + 1, rank: index + 1, record: new ExpertRecord { Task = $"task {name}", BaseModel = "tiny" }));
        _library = ExpertLibrary.Open(path);
    }

    [Fact]
    public async Task All_experts_become_their_mean_as_a_PEFT_adapter()
    {
        using var merged = await MergeAsync(new MergeOptions { Library = _library });

        merged.Experts.Should().ContainSingle().Which.Metadata.Should()
            .Contain("merge", "concatenation").And.Contain("parents", "a,b,c").And.Contain("task", "task a,task b,task c").And.Contain("baseModel", "tiny");
        var mean = _library.Delta("a", Experts.Down).Plus(_library.Delta("b", Experts.Down)).Plus(_library.Delta("c", Experts.Down)).Over(3);
        merged.Delta("merged", Experts.Down).ShouldBeNear(mean, 1e-6);
        _context.Metrics["experts"].Should().Be(1);
        _context.Findings.Should().ContainSingle();
    }

    [Fact]
    public async Task Chosen_experts_are_merged_with_their_weights()
    {
        using var merged = await MergeAsync(new MergeOptions { Library = _library, Name = "two", Method = MergeMethod.Svd, Rank = 4, Experts = ["c", "a"], Weights = new Dictionary<string, double> { ["a"] = 2, ["c"] = -1 } });

        merged.RecordOf(0).Parents.Should().Equal("c", "a");
        merged.Delta("two", Experts.Down).ShouldBeNear(_library.Delta("a", Experts.Down).Times(2) - _library.Delta("c", Experts.Down), 1e-5);
    }

    [Fact]
    public async Task Each_cluster_becomes_one_expert()
    {
        var clusters = new ClusteredExperts([["a", "c"], ["b"]], new Dictionary<string, int> { ["a"] = 0, ["b"] = 1, ["c"] = 0 }, new Dictionary<string, double>());

        using var merged = await MergeAsync(new MergeOptions { Library = _library, Name = "cluster", Clusters = clusters });

        merged.Experts.Select(expert => expert.Name).Should().Equal("cluster-0", "cluster-1");
        merged.RecordOf(0).Parents.Should().Equal("a", "c");
        merged.Delta("cluster-0", Experts.Query).ShouldBeNear(_library.Delta("a", Experts.Query).Plus(_library.Delta("c", Experts.Query)).Over(2), 1e-6);
        merged.Delta("cluster-1", Experts.Query).ShouldBeNear(_library.Delta("b", Experts.Query), 1e-6);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes()
    {
        using var first = await MergeAsync(new MergeOptions { Library = _library, Method = MergeMethod.Dare });
        using var context = new RecordingContext();
        using var second = await new MergeStep(new MergeOptions { Library = _library, Method = MergeMethod.Dare }).RunAsync(context, CancellationToken.None);

        second.HashOf(0).Should().Be(first.HashOf(0));
    }

    [Theory]
    [InlineData(new[] { "aa" }, "", "'aa'")]
    [InlineData(new[] { "a", "a" }, "", "twice")]
    [InlineData(new[] { "a", "b" }, "a", "none for 'b'")]
    [InlineData(new[] { "a" }, "a,b", "'b'")]
    public async Task What_was_chosen_wrongly_is_named(string[] experts, string weights, string reason)
    {
        var merge = () => MergeAsync(new MergeOptions { Library = _library, Experts = experts, Weights = weights.Split(',', StringSplitOptions.RemoveEmptyEntries).ToDictionary(name => name, _ => 1.0) });

        (await merge.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => problem.Id == "TESS5320" && problem.Message.Contains(reason));
    }

    public void Dispose()
    {
        _library.Dispose();
        _scope.Dispose();
        _context.Dispose();
        _folder.Dispose();
    }

    private Task<ExpertLibrary> MergeAsync(MergeOptions options) => new MergeStep(options).RunAsync(_context, CancellationToken.None);
}
