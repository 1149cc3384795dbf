using System.Text.Json;
using Tessera.Language.Optimization;
using Tessera.Language.PromptTasks;
using Tessera.Optimizers.Dln;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Testing.Steps;

namespace Tessera.Language.Tests;

/// <summary>What is asked of strangers' steps holds for those of this project.</summary>
public sealed class StepConformanceTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public StepConformanceTests()
    {
        var rows = Enumerable.Range(0, 6).Select(index => new { input = $"Take {index} steps.", target = index % 2 == 0 ? "Yes" : "No" });
        foreach (var file in new[] { "prompt-tasks/bb_minus_bbh/navigate.json", "bbh/navigate.json" }) _data.File(file, JsonSerializer.Serialize(new { canary = "none", examples = rows }));
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_step_that_makes_splits_conforms()
    {
        var report = await StepConformance.CheckAsync(
            () => new PromptTaskStep(new PromptTaskOptions { Task = "navigate", Folder = _data.Path }),
            new StepConformanceOptions { Unfit = [() => new PromptTaskStep(new PromptTaskOptions { Task = "navigat", Folder = _data.Path }), () => new PromptTaskStep(new PromptTaskOptions { Task = "subj", Folder = _data.Path })] });

        report.Failures.Should().BeEmpty(report.ToString());
    }

    [Fact]
    public async Task The_step_that_optimizes_conforms()
    {
        var report = await StepConformance.CheckAsync(() => Optimize("film-reviews.jsonl"), new StepConformanceOptions { Unfit = [() => Optimize("no-such-reviews.jsonl")] });

        report.Failures.Should().BeEmpty(report.ToString());
    }

    private static OptimizePromptStep Optimize(string file) => new(new OptimizePromptOptions
    {
        Model = new Part<ILanguageModel>("model/table", () => new OwnedPart<ILanguageModel>(Samples.FilmReviews())),
        Optimizer = new Part<IPromptOptimizer>("optimizer/dln", () => new OwnedPart<IPromptOptimizer>(new DlnOptimizer(new DlnOptions { Iterations = 3 }))),
        Data = Samples.File(file),
        Classes = new Dictionary<string, IReadOnlyList<string>> { ["positive"] = ["positive"], ["negative"] = ["negative"] },
        Prompt = Samples.Ask,
    });
}
