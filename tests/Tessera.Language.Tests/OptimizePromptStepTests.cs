using System.Text.Json;
using Tessera.Language.Optimization;
using Tessera.Optimizers.Dln;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Tests;

public sealed class OptimizePromptStepTests : IDisposable
{
    private readonly RecordingContext _context = new();

    public void Dispose() => _context.Dispose();

    [Fact]
    public async Task The_sample_reaches_its_known_optimum()
    {
        var output = await RunAsync(Options());
        output.Prompt.Should().Be(Samples.Optimum);
        output.AccuracyBefore.Should().Be(0.25);
        output.AccuracyAfter.Should().Be(1);
        output.Score.Should().BeApproximately(((2 * Math.Log(0.93)) + (6 * Math.Log(0.85))) / 8, 1e-12);
        output.InitialScore.Should().BeLessThan(output.Score!.Value);
        output.BudgetExhausted.Should().BeFalse();
        (output.Calls, output.InputTokens, output.OutputTokens).Should().Match<(long Calls, long Input, long Output)>(cost => cost.Calls > 0 && cost.Input > cost.Calls && cost.Output > 0);
    }

    [Fact]
    public async Task Output_findings_and_metrics_are_what_JSON_can_hold()
    {
        var output = await RunAsync(Options());
        JsonSerializer.Deserialize<OptimizedPrompt>(JsonSerializer.Serialize(output)).Should().BeEquivalentTo(output);
        foreach (var finding in _context.Findings) JsonSerializer.Serialize(finding).Should().Contain("\"kind\"");
        _context.Metrics.Keys.Should().BeEquivalentTo(["score", "initialScore", "accuracyBefore", "accuracyAfter", "calls", "tokens"], "of one layer nothing is hidden, and so there is no gap to tell of");
        _context.Progress.Should().StartWith("iteration 1").And.HaveCount(6);
    }

    [Fact]
    public async Task The_best_score_never_falls_and_the_tree_holds_every_prompt_once()
    {
        await RunAsync(Options());
        var best = _context.Findings.OfType<Series>().First().Lines.Single(line => line.Name == "bestScore").Points.Select(point => point.Y).ToList();
        best.Should().HaveCount(6).And.BeInAscendingOrder();
        var texts = _context.Findings.OfType<Tree>().Single().Roots.SelectMany(TextsOf).ToList();
        texts.Should().OnlyHaveUniqueItems().And.Contain(Samples.Optimum);
        texts[0].Should().StartWith(Samples.Ask).And.EndWith("Answer at once, without reading to the end.");
        _context.Findings.OfType<Table>().Single().Rows.Should().HaveCount(2);
    }

    [Fact]
    public async Task The_program_and_everything_that_was_tried_stand_in_the_folder()
    {
        await RunAsync(Options());
        using var program = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_context.Folder, "program.json")));
        program.RootElement.GetProperty("layers")[0].GetProperty("prompt").GetString().Should().Be(Samples.Optimum);
        var lines = await File.ReadAllLinesAsync(Path.Combine(_context.Folder, "candidates.jsonl"));
        lines.Select(line => JsonDocument.Parse(line).RootElement).Count(entry => entry.TryGetProperty("values", out _)).Should().Be(6);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_result_byte_for_byte()
    {
        using var other = new RecordingContext();
        var first = await RunAsync(Options());
        var second = await new OptimizePromptStep(Options()).RunAsync(other, CancellationToken.None);
        second.Should().BeEquivalentTo(first, options => options.Excluding(output => output.Program).Excluding(output => output.Programs));
        (await File.ReadAllTextAsync(Path.Combine(other.Folder, "candidates.jsonl"))).Should().Be(await File.ReadAllTextAsync(Path.Combine(_context.Folder, "candidates.jsonl")));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(40, null)]
    [InlineData(200, null)]
    [InlineData(null, 50)]
    [InlineData(null, 3000)]
    [InlineData(null, 20000)]
    public async Task A_budget_is_never_exceeded_and_the_best_so_far_is_returned(int? calls, int? tokens)
    {
        var output = await RunAsync(Options(calls, tokens));
        output.BudgetExhausted.Should().BeTrue();
        output.Calls.Should().BeLessThanOrEqualTo(calls ?? int.MaxValue);
        (output.InputTokens + output.OutputTokens).Should().BeLessThanOrEqualTo(tokens ?? int.MaxValue);
        if (output.Score is { } score) score.Should().BeGreaterThanOrEqualTo(output.InitialScore!.Value);
        else output.Prompt.Should().EndWith("Answer at once, without reading to the end.");
    }

    [Fact]
    public async Task Proposer_loss_and_validation_of_ones_own_are_used_and_released()
    {
        var released = new List<string>();
        var options = Options();
        options.Proposer = new Part<ILanguageModel>("model/table", () => new OwnedPart<ILanguageModel>(Samples.FilmReviews(), () => released.Add("proposer")));
        options.Loss = new Part<ILoss>("loss/exact-match", () => new OwnedPart<ILoss>(new Losses.ExactMatchLoss(), () => released.Add("loss")));
        options.Validation = options.Data;
        var output = await RunAsync(options);
        output.Prompt.Should().Be(Samples.Optimum);
        released.Should().BeEquivalentTo("proposer", "loss");
    }

    [Theory]
    [InlineData("{\"input\": \"a\", \"target\": \"positiv\"}", "TESS6203", "Did you mean 'positive'?")]
    [InlineData("{\"input\": \"a\"}", "TESS6201", "'target' is missing")]
    [InlineData("{\"input\": \"a\", \"target\": 3}", "TESS6201", "'target' is missing, empty or no text")]
    [InlineData("{\"input\": \"a\", \"input\": \"b\", \"target\": \"positive\"}", "TESS6201", "not JSON")]
    [InlineData("{\"input\": \"a\", \"traget\": \"positive\"}", "TESS6201", "Did you mean 'target'?")]
    [InlineData("[1]", "TESS6201", "no JSON object")]
    [InlineData("{\"input\": \"a\"", "TESS6201", "not JSON")]
    [InlineData("{\"input\": \"\\ud800\", \"target\": \"positive\"}", "TESS6201", "no characters")]
    [InlineData("", "TESS6202", "no examples")]
    public async Task A_bad_line_of_data_is_named(string line, string id, string explanation)
    {
        var options = Options();
        options.Data = Path.Combine(_context.Folder, "data.jsonl");
        await File.WriteAllTextAsync(options.Data, id == "TESS6202" ? "\n" : "\n" + line + "\n");
        var failure = (await FluentActions.Awaiting(() => RunAsync(options)).Should().ThrowAsync<TesseraException>()).Which;
        var fault = failure.Diagnostics.Should().ContainSingle().Which;
        fault.Id.Should().Be(id);
        fault.Message.Should().Contain(explanation);
        fault.Location!.Line.Should().Be(id == "TESS6202" ? 0 : 2);
    }

    [Fact]
    public async Task Data_that_is_no_text_is_refused()
    {
        var options = Options();
        options.Data = Path.Combine(_context.Folder, "data.jsonl");
        await File.WriteAllBytesAsync(options.Data, [0x7B, 0xFF, 0xFE, 0x7D]);
        (await FluentActions.Awaiting(() => RunAsync(options)).Should().ThrowAsync<TesseraException>()).Which.Diagnostics[0].Id.Should().Be("TESS6201");
    }

    [Theory]
    [InlineData("positive", "positive")]
    [InlineData("positive", " Positive")]
    [InlineData("positive", "")]
    [InlineData("positive")]
    public async Task Classes_that_cannot_be_told_apart_are_refused(string first, string? second = null)
    {
        var options = Options();
        options.Classes = new Dictionary<string, IReadOnlyList<string>> { ["positive"] = [first], ["negative"] = second is null ? [] : [second] };
        (await FluentActions.Awaiting(() => RunAsync(options)).Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS6204");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\n\t")]
    [InlineData("x")]
    public async Task A_search_may_begin_with_next_to_nothing(string prompt)
    {
        var options = Options();
        options.Model = new Part<ILanguageModel>("model/any", () => new OwnedPart<ILanguageModel>(new AnyPromptModel(_ => { })));
        options.Prompt = prompt;

        var output = await RunAsync(options).WaitAsync(TimeSpan.FromSeconds(60));

        output.Iterations.Should().Be(6);
        var texts = _context.Findings.OfType<Tree>().Single().Roots.SelectMany(TextsOf).ToList();
        texts[0].Should().Be(prompt);
        texts.Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(1);
    }

    [Fact]
    public async Task A_template_that_hides_the_input_is_explained_by_the_model()
    {
        var options = Options();
        options.Template = "{{ prompt }} {{ input }}";
        (await FluentActions.Awaiting(() => RunAsync(options)).Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS6006");
    }

    [Fact]
    public async Task A_program_that_does_not_fit_the_optimizer_is_refused_before_anything_is_asked()
    {
        var model = new ObservedModel(Samples.FilmReviews());
        var options = Options();
        options.Model = new Part<ILanguageModel>("model/table", () => new OwnedPart<ILanguageModel>(model));
        options.Optimizer = new Part<IPromptOptimizer>("optimizer/dln", () => new OwnedPart<IPromptOptimizer>(new DlnOptimizer(new DlnOptions { Learn = ["think"] })));
        (await FluentActions.Awaiting(() => RunAsync(options)).Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS6301");
        model.Requests.Should().Be(0);
        new FileInfo(Path.Combine(_context.Folder, "answers.jsonl")).Length.Should().Be(0);
    }

    private static IEnumerable<string> TextsOf(TreeNode node) => [node.Text, .. node.Children.SelectMany(TextsOf)];

    private Task<OptimizedPrompt> RunAsync(OptimizePromptOptions options) => new OptimizePromptStep(options).RunAsync(_context, CancellationToken.None);

    private static OptimizePromptOptions Options(int? calls = null, int? tokens = null) => new()
    {
        Model = new Part<ILanguageModel>("model/table", () => new OwnedPart<ILanguageModel>(Samples.FilmReviews())),
        Optimizer = new Part<IPromptOptimizer>("optimizer/dln", () => new OwnedPart<IPromptOptimizer>(new DlnOptimizer(new DlnOptions { Iterations = 6 }))),
        Data = Samples.File("film-reviews.jsonl"),
        Classes = new Dictionary<string, IReadOnlyList<string>> { ["positive"] = ["positive"], ["negative"] = ["negative"] },
        Prompt = Samples.Ask + " Answer at once, without reading to the end.",
        Budget = new BudgetOptions { Calls = calls, Tokens = tokens },
    };
}
