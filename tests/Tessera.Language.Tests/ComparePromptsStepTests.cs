using Tessera.Language.Comparisons;
using Tessera.Language.Optimization;
using Tessera.Models.Table;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Language.Tests;

/// <summary>Programs are held against each other on the same examples, and it is said how sure their differences are.</summary>
public sealed class ComparePromptsStepTests : IDisposable
{
    private const string Given = "Say yes if the number is even and no if it is odd. Answer at once.";

    private const string Think = "Say how many are left. Add first, then take away what was eaten. Name each kind with its number.";
    private const string Decide = "Say yes or no. Look only at the number in the thoughts. Even numbers end in 0, 2, 4, 6 or 8.";

    private static readonly Seed Seed = new(5);

    private readonly RecordingContext _context = new();

    public void Dispose() => _context.Dispose();

    [Fact]
    public async Task Ways_with_different_numbers_of_runs_and_layers_are_compared_on_the_same_examples()
    {
        var compared = await RunAsync(await WayAsync("as given", Single(Given)), await WayAsync("three", Two(Think, Decide), Single(Given), Single(Given)));
        compared.Examples.Should().Be(12);
        compared.Ways.Select(way => way.Name).Should().Equal("as given", "three");
        compared.Ways[0].Runs.Should().ContainSingle().Which.Should().Be(compared.Ways[0].Accuracy);
        compared.Ways[1].Runs.Should().HaveCount(3);
        compared.Ways[1].Accuracy.Should().BeApproximately(compared.Ways[1].Runs.Average(), 1e-12);
        compared.Ways[1].Runs[1].Should().Be(compared.Ways[0].Accuracy, "it is the same program");
        compared.Ways[1].Runs[0].Should().Be(1);
        compared.Ways[0].Accuracy.Should().BeLessThan(0.5);
        var difference = compared.Differences.Should().ContainSingle().Which;
        (difference.Way, difference.Other).Should().Be(("three", "as given"));
        difference.Difference.Should().BeApproximately(compared.Ways[1].Accuracy - compared.Ways[0].Accuracy, 1e-12).And.BeInRange(difference.Low, difference.High);

        _context.Findings.OfType<Comparison>().Select(finding => finding.Title).Should().Equal("Accuracy by way", "Differences");
        _context.Findings.OfType<Table>().Single().Rows.Should().HaveCount(3);
        _context.Summary.Should().HaveCount(2);
    }

    [Fact]
    public void An_interval_over_examples_is_that_of_a_proportion()
    {
        // 30 of 100 examples: the normal approximation is 0.3 ± 1.96 √(0.3 · 0.7 / 100).
        var (low, high) = new ResampledAccuracies([[Right(30, of: 100)]], Seed).Of(0);
        low.Should().BeApproximately(0.3 - 0.0898, 0.02);
        high.Should().BeApproximately(0.3 + 0.0898, 0.02);
    }

    [Fact]
    public void An_interval_over_runs_is_that_of_how_often_a_run_succeeds()
    {
        // Ten runs, five of them right about everything: 2 and 8 are the ends of the binomial distribution of 10 and 1/2.
        double[][] runs = [.. Enumerable.Range(0, 10).Select(run => Right(run < 5 ? 50 : 0, of: 50))];
        new ResampledAccuracies([runs], Seed).Of(0).Should().Be((0.2, 0.8));
    }

    [Fact]
    public void What_two_ways_get_right_and_wrong_alike_does_not_widen_their_difference()
    {
        // The one is right about the same 50 of 100 examples and about 10 more: the variance of the difference is that of the 10 alone.
        var resampled = new ResampledAccuracies([[Right(50, of: 100)], [Right(60, of: 100)], [Right(50, of: 100)]], Seed);
        var (low, high) = resampled.Between(1, 0);
        low.Should().BeApproximately(0.1 - 0.0588, 0.02);
        high.Should().BeApproximately(0.1 + 0.0588, 0.02);
        resampled.Between(2, 0).Should().Be((0, 0));
    }

    [Fact]
    public async Task A_program_that_is_none_is_refused()
    {
        var file = Path.Combine(_context.Folder, "none.json");
        await File.WriteAllTextAsync(file, "{}");
        var given = await WayAsync("as given", Single(Given));
        var run = () => RunAsync(given, new ComparedWayOptions { Name = "none", Programs = [file] });
        (await run.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle().Which.Id.Should().Be("TESS6211");
    }

    private static double[] Right(int count, int of) => [.. Enumerable.Range(0, of).Select(example => example < count ? 1.0 : 0.0)];

    private static OptimizePromptOptions Single(string prompt) => Options(options => options.Prompt = prompt);

    private static OptimizePromptOptions Two(string think, string decide) => Options(options =>
        options.Layers = [new LayerOptions { Name = "think", Prompt = think }, new LayerOptions { Name = "decide", Prompt = decide }]);

    private static OptimizePromptOptions Options(Action<OptimizePromptOptions> begin)
    {
        var options = new OptimizePromptOptions
        {
            Model = Model(),
            Optimizer = new Part<IPromptOptimizer>("optimizer/none", () => throw new NotSupportedException("Nothing is optimized.")),
            Data = Samples.File("left-over.jsonl"),
            Classes = new Dictionary<string, IReadOnlyList<string>> { ["yes"] = ["yes"], ["no"] = ["no"] },
        };
        begin(options);
        return options;
    }

    private static Part<ILanguageModel> Model() => new(
        "model/table", () => new OwnedPart<ILanguageModel>(new TableLanguageModel(new TableModelOptions { File = Samples.File("left-over.table.json") })));

    private async Task<ComparedWayOptions> WayAsync(string name, params OptimizePromptOptions[] programs)
    {
        var paths = programs.Select((_, run) => Path.Combine(_context.Folder, $"{name} {run}.json")).ToList();
        foreach (var (path, options) in paths.Zip(programs))
            await ProgramFile.WriteAsync(path, await PromptPrograms.CreateAsync(options, CancellationToken.None), CancellationToken.None);
        return new ComparedWayOptions { Name = name, Programs = paths };
    }

    private Task<ComparedPrompts> RunAsync(params ComparedWayOptions[] ways) =>
        new ComparePromptsStep(new ComparePromptsOptions { Model = Model(), Data = Samples.File("left-over.jsonl"), Ways = ways }).RunAsync(_context, CancellationToken.None);
}
