using Tessera.Adapters.Library;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tests.Libraries;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Merging;

/// <summary>I can take general knowledge out of experts, once, and the experts that I had are still there.</summary>
public sealed class KnowledgeSubtractionSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope;

    public KnowledgeSubtractionSpecs()
    {
        Libtorch.EnsureLoaded();
        _scope = torch.NewDisposeScope();
    }

    [Fact]
    public async Task The_result_is_the_expert_less_the_mean_of_the_general_ones_exactly()
    {
        using var library = Write("library", Experts.Draft("t", 1, rank: 2, scaling: 4, record: new ExpertRecord { Task = "count" }));
        using var general = Write("general", Experts.Draft("en", 2, rank: 3), Experts.Draft("de", 3, rank: 1, scaling: 0.5));
        var before = library.HashOf(0);

        using var result = await SubtractAsync(library, general);

        result.Experts[0].Metadata.Should().Contain("task", "count").And.Contain("subtracted", "de,en").And.Contain("parents", "t");
        foreach (var map in new[] { Experts.Query, Experts.Down })
        {
            var expected = library.Delta("t", map) - general.Delta("en", map).Plus(general.Delta("de", map)).Over(2);
            ((result.Delta("t", map) - expected).norm() / expected.norm()).Number().Should().BeLessThan(1e-6);
        }

        result.Read(0, 0)!.Rank.Should().Be(6);
        using var again = ExpertLibrary.Open(library.Folder);
        again.HashOf(0).Should().Be(before);
    }

    [Fact]
    public async Task A_truncated_result_is_the_best_of_its_rank()
    {
        using var library = Write("library", Experts.Draft("t", 1, rank: 2, scaling: 4));
        using var general = Write("general", Experts.Draft("g", 2, rank: 2));
        var dense = library.Delta("t", Experts.Down) - general.Delta("g", Experts.Down);
        var values = torch.linalg.svdvals(dense);

        using var result = await SubtractAsync(library, general, rank: 2);

        result.Read(0, 0)!.Rank.Should().Be(2);
        (result.Delta("t", Experts.Down) - dense).norm().Number().Should().BeApproximately(values.narrow(0, 2, values.shape[0] - 2).norm().Number(), 1e-5);
    }

    [Fact]
    public async Task General_knowledge_that_is_nothing_changes_nothing()
    {
        using var library = Write("library", Experts.Draft("t", 1));
        var nothing = Experts.Draft("g", 2);
        using var general = Write("general", nothing with { Factors = nothing.Factors.ToDictionary(pair => pair.Key, pair => pair.Value with { B = torch.zeros_like(pair.Value.B) }) });

        using var result = await SubtractAsync(library, general);

        result.Delta("t", Experts.Query).ShouldBeNear(library.Delta("t", Experts.Query), 1e-15);
    }

    [Fact]
    public async Task It_is_not_subtracted_twice_not_even_from_a_copy_that_lost_its_library()
    {
        using var library = Write("library", Experts.Draft("t", 1));
        using var general = Write("general", Experts.Draft("g", 2));
        using var result = await SubtractAsync(library, general);
        var pile = Path.Combine(_folder.Path, "pile");
        LibraryFolder.At(pile).Add("moved", Path.Combine(result.Folder, "t"));
        File.Delete(Path.Combine(pile, "index.json"));
        using var moved = ExpertLibrary.Open(pile);

        foreach (var once in new[] { result, moved })
        {
            var again = () => SubtractAsync(once, general);
            (await again.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => problem.Id == "TESS5321" && problem.Message.Contains("(g)"));
            var from = () => SubtractAsync(general, once);
            (await from.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Id.Should().Be("TESS5321");
        }
    }

    [Fact]
    public async Task Experts_of_another_model_are_refused()
    {
        using var library = Write("library", Experts.Draft("t", 1));
        var other = Experts.Draft("g", 2);
        using var general = Write("general", other with { Factors = new Dictionary<string, LoraFactors> { [Experts.Query] = Experts.Factors(1, 7, 4) } });
        var subtract = () => SubtractAsync(library, general);

        (await subtract.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => problem.Id == "TESS5322" && problem.Message.Contains(Experts.Query));
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private async Task<ExpertLibrary> SubtractAsync(ExpertLibrary library, ExpertLibrary general, int rank = 0)
    {
        using var context = new RecordingContext();
        using var made = await new SubtractKnowledgeStep(new SubtractKnowledgeOptions { Library = library, General = general, Rank = rank }).RunAsync(context, CancellationToken.None);
        // The context's folder goes with it.
        var kept = Path.Combine(_folder.Path, Guid.NewGuid().ToString("N"));
        Directory.Move(made.Folder, kept);
        return ExpertLibrary.Open(kept);
    }

    private ExpertLibrary Write(string name, params ExpertDraft[] experts)
    {
        var path = Path.Combine(_folder.Path, name);
        foreach (var expert in experts) LibraryFolder.At(path).Add(expert);
        return ExpertLibrary.Open(path);
    }
}
