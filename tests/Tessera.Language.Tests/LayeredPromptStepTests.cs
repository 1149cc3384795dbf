using System.Text.Json;
using Tessera.Language.Optimization;
using Tessera.Models.Table;
using Tessera.Optimizers.Dln;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Language.Tests;

/// <summary>Programs of two layers, on the sample whose optimum enumeration finds.</summary>
public sealed class LayeredPromptStepTests : IDisposable
{
    private static readonly string[] Optimum =
    [
        "Say how many are left. Add first, then take away what was eaten. Name each kind with its number.",
        "Say yes or no. Look only at the number in the thoughts. Even numbers end in 0, 2, 4, 6 or 8.",
    ];

    private readonly RecordingContext _context = new();

    public void Dispose() => _context.Dispose();

    [Fact]
    public async Task The_sample_reaches_its_known_optimum()
    {
        var output = await RunAsync(Options());
        output.Prompts.Should().Equal(Optimum);
        output.Prompt.Should().Be(Optimum[1]);
        (output.AccuracyBefore, output.AccuracyAfter).Should().Be((0.5, 1.0));
        output.GainLow.Should().BePositive().And.BeLessThanOrEqualTo(0.5);
        output.GainHigh.Should().BeGreaterThanOrEqualTo(0.5);
        output.Score.Should().BeInRange(-0.2, -0.12033666, "it is a bound of the true log-likelihood");
    }

    [Fact]
    public async Task Findings_show_both_layers_the_hidden_texts_the_cost_and_an_example()
    {
        await RunAsync(Options());
        _context.Findings.OfType<TextDifference>().Select(difference => difference.Subject).Should().Equal("think", "decide");
        _context.Findings.OfType<Series>().Select(series => series.Title).Should().Equal("Score by iteration", "Gap by iteration", "Hidden texts by iteration", "Cost by iteration");
        _context.Findings.OfType<Tree>().Should().HaveCount(2);
        var example = _context.Findings.OfType<Transcript>().Single();
        example.Entries.Select(entry => entry.Speaker).Should().Equal("question", "think, before", "decide, before", "think, after", "decide, after", "wanted");
        example.Entries[4].Text.Should().Be(example.Entries[5].Text).And.NotBe(example.Entries[2].Text);
        foreach (var finding in _context.Findings) JsonSerializer.Serialize(finding).Should().Contain("\"kind\"");
        _context.Summary.Should().ContainSingle().Which["optimizer"]!.GetValue<string>().Should().Be("optimizer/dln");
    }

    [Fact]
    public async Task Where_the_model_is_exact_the_gap_is_told_each_iteration_on_the_page_in_the_summary_and_in_the_journal()
    {
        await RunAsync(Options());
        var lines = (await File.ReadAllLinesAsync(Path.Combine(_context.Folder, "candidates.jsonl"))).Select(line => JsonDocument.Parse(line).RootElement);
        var values = lines.Where(line => line.TryGetProperty("values", out _)).Select(line => line.GetProperty("values")).ToList();
        values.Should().HaveCount(6);
        var gaps = values.ConvertAll(numbers => numbers.GetProperty("gap").GetDouble());
        gaps.Should().OnlyContain(gap => gap >= -1e-12);
        values[^1].GetProperty("logLikelihood").GetDouble().Should().BeApproximately(-0.12033666, 1e-8, "that is the known optimum's");
        values.ConvertAll(numbers => numbers.GetProperty("logLikelihood").GetDouble() - numbers.GetProperty("batchScore").GetDouble()).Should().Equal(gaps);
        _context.Findings.OfType<Series>().Single(series => series.Title == "Gap by iteration").Lines.Single().Points.Select(point => point.Y).Should().Equal(gaps);
        _context.Findings.OfType<Series>().First().Lines.Should().Contain(line => line.Name == "logLikelihood");
        _context.Metrics["gap"].Should().Be(gaps[^1]);
        _context.Summary.Single()["gap"]!.GetValue<double>().Should().Be(gaps[^1]);
    }

    [Fact]
    public async Task Where_the_model_is_not_exact_nothing_is_told_of_a_gap()
    {
        await RunAsync(Options(model: new ObservedModel(Table())));
        _context.Findings.OfType<Series>().Select(series => series.Title).Should().NotContain("Gap by iteration");
        _context.Metrics.Should().NotContainKey("gap");
        _context.Summary.Single()["gap"].Should().BeNull();
        (await File.ReadAllTextAsync(Path.Combine(_context.Folder, "candidates.jsonl"))).Should().NotContain("\"gap\"").And.NotContain("logLikelihood");
    }

    [Fact]
    public async Task Several_runs_give_intervals_and_the_best_of_them_is_the_result()
    {
        var options = Options();
        options.Runs = 4;
        var output = await RunAsync(options);
        var scores = _context.Summary.Single()["runs"]!.AsArray().Select(score => score!.GetValue<double>()).ToList();
        scores.Should().HaveCount(4);
        scores.Distinct().Should().HaveCountGreaterThan(1, "each has a seed of its own");
        output.Score.Should().Be(scores.Max());
        _context.Findings.OfType<Series>().First().Lines.SelectMany(line => line.Points).Should().AllSatisfy(point => point.Low.Should().BeLessThanOrEqualTo(point.High!.Value));
        Directory.GetFiles(_context.Folder, "candidates-*.jsonl").Should().HaveCount(4);
        var best = await File.ReadAllTextAsync(output.Program);
        output.Programs.Should().HaveCount(4).And.OnlyHaveUniqueItems();
        File.ReadAllText(output.Programs[scores.IndexOf(scores.Max())]).Should().Be(best);
    }

    [Fact]
    public async Task A_program_that_was_found_can_be_begun_with()
    {
        await RunAsync(Options(iterations: 1));
        using var next = new RecordingContext();
        var options = Options();
        options.Program = Path.Combine(_context.Folder, "program.json");
        (options.Layers, options.Classes) = ([], new Dictionary<string, IReadOnlyList<string>>());
        var output = await new OptimizePromptStep(options).RunAsync(next, CancellationToken.None);
        output.Prompts.Should().Equal(Optimum);
        output.AccuracyAfter.Should().Be(1);
    }

    [Fact]
    public async Task What_measuring_on_test_examples_needs_is_kept_back_from_the_search()
    {
        var options = Options();
        (options.Test, options.Budget) = (Path.Combine(_context.Folder, "test.jsonl"), new BudgetOptions { Calls = 400 });
        await File.WriteAllLinesAsync(options.Test, (await File.ReadAllLinesAsync(options.Data)).Take(6));
        options.Data = Path.Combine(_context.Folder, "rest.jsonl");
        await File.WriteAllLinesAsync(options.Data, (await File.ReadAllLinesAsync(Samples.File("left-over.jsonl"))).Skip(6));
        var output = await RunAsync(options);
        output.BudgetExhausted.Should().BeTrue();
        output.Calls.Should().BeLessThanOrEqualTo(400);
        output.Prompts.Should().NotEqual(options.Layers.Select(layer => layer.Prompt), "otherwise nothing new had to be measured");
        output.AccuracyAfter.Should().NotBeNull();
        _context.Summary.Single()["measuredOn"]!.GetValue<string>().Should().Be("test");
    }

    [Theory]
    [InlineData("both", "TESS6210", "more than one program")]
    [InlineData("none", "TESS6210", "no program to begin with")]
    [InlineData("twice", "TESS6210", "Two layers are called 'think'")]
    [InlineData("missing", "TESS6211", "cannot be read")]
    [InlineData("{ \"layers\": [] }", "TESS6211", "it has no layers")]
    [InlineData("{ \"layers\": [ { \"name\": \"a\", \"prompt\": \"b\", \"template\": \"c\", \"promt\": 1 } ] }", "TESS6211", "promt")]
    [InlineData("{ \"layers\": [ { \"name\": \"a\", \"prompt\": null, \"template\": \"c\" } ] }", "TESS6211", "null")]
    [InlineData("{ \"layers\": [ { \"name\": \"a\" } ] }", "TESS6211", "prompt")]
    [InlineData("[", "TESS6211", "cannot be read")]
    public async Task A_program_that_is_none_is_refused(string fault, string id, string message)
    {
        var options = Options();
        switch (fault)
        {
            case "both": options.Prompt = "Say yes."; break;
            case "none": options.Layers = []; break;
            case "twice": options.Layers = [options.Layers[0], options.Layers[0]]; break;
            default:
                (options.Layers, options.Program) = ([], Path.Combine(_context.Folder, "given.json"));
                if (fault != "missing") await File.WriteAllTextAsync(options.Program, fault);
                break;
        }

        var failure = (await FluentActions.Awaiting(() => RunAsync(options)).Should().ThrowAsync<TesseraException>()).Which;
        failure.Diagnostics.Should().ContainSingle().Which.Should().Match<Diagnostic>(found => found.Id == id && found.Message.Contains(message) && found.Remedy != null);
    }

    [Fact]
    public async Task Interrupted_fifty_times_at_any_request_it_ends_as_if_it_had_not_been_and_asks_nothing_twice()
    {
        var counted = new InterruptedModel(Table(), int.MaxValue);
        var whole = await RunAsync(Options(iterations: 2, model: counted));
        var expected = Files(_context.Folder);
        var random = new Seed(7).CreateRandom();
        for (var trial = 0; trial < 50; trial++)
        {
            using var context = new RecordingContext();
            var answered = 0;
            OptimizedPrompt? output = null;
            while (output is null)
            {
                var model = new InterruptedModel(Table(), random.Next(counted.Answered));
                try
                {
                    output = await new OptimizePromptStep(Options(iterations: 2, model: model)).RunAsync(context, CancellationToken.None);
                }
                catch (IOException)
                {
                    // Whatever was being written when the end came may be torn.
                    var journal = Path.Combine(context.Folder, "answers.jsonl");
                    if (trial % 2 == 0) await File.AppendAllTextAsync(journal, (await File.ReadAllTextAsync(journal)) is { Length: > 90 } text ? text[..random.Next(1, 60)] : "");
                }

                answered += model.Answered;
            }

            output.Should().BeEquivalentTo(whole, options => options.Excluding(result => result.Program).Excluding(result => result.Programs));
            Files(context.Folder).Should().Equal(expected);
            answered.Should().Be(counted.Answered);
        }
    }

    private static Dictionary<string, string> Files(string folder) => Directory.GetFiles(folder).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);

    private Task<OptimizedPrompt> RunAsync(OptimizePromptOptions options) => new OptimizePromptStep(options).RunAsync(_context, CancellationToken.None);

    private static TableLanguageModel Table() => new(new TableModelOptions { File = Samples.File("left-over.table.json") });

    private static OptimizePromptOptions Options(int iterations = 6, ILanguageModel? model = null) => new()
    {
        Model = new Part<ILanguageModel>("model/table", () => new OwnedPart<ILanguageModel>(model ?? Table())),
        Optimizer = new Part<IPromptOptimizer>("optimizer/dln", () => new OwnedPart<IPromptOptimizer>(new DlnOptimizer(new DlnOptions { Iterations = iterations, Proposals = 6 }))),
        Data = Samples.File("left-over.jsonl"),
        Classes = new Dictionary<string, IReadOnlyList<string>> { ["yes"] = ["yes"], ["no"] = ["no"] },
        Layers =
        [
            new LayerOptions { Name = "think", Prompt = "Say how many are left. Guess, and be brief." },
            new LayerOptions { Name = "decide", Prompt = "Say yes or no. Answer at once." },
        ],
    };

    /// <summary>A model whose connection breaks when it has answered so many requests.</summary>
    private sealed class InterruptedModel(ILanguageModel inner, int most) : ILanguageModel
    {
        public int Answered { get; private set; }

        public string Identity => inner.Identity;

        public LanguageModelCapabilities Capabilities => inner.Capabilities;

        public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
        {
            Count(requests.Count);
            return inner.GenerateAsync(requests, cancellationToken);
        }

        public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken)
        {
            Count(requests.Count);
            return inner.ScoreAsync(requests, cancellationToken);
        }

        private void Count(int requests)
        {
            if (Answered + requests > most) throw new IOException("The connection broke.");
            Answered += requests;
        }
    }
}
