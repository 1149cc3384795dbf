using System.Text.Json;
using Tessera.Language.Budgets;
using Tessera.Language.Caching;
using Tessera.Optimizers.Dln;
using Tessera.Optimizers.Dln.Hidden;
using Tessera.Optimizers.Dln.Selection;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

public sealed class TwoLayerSearchTests : IDisposable
{
    private readonly Search _search = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("two-layers-").FullName;
    private readonly HiddenTable _table = HiddenTable.Random(new Seed(41), rules: 3, proposesAny: true);

    public void Dispose()
    {
        _search.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_table_with_one_peak_is_climbed_to_the_enumerated_optimum()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var table = Unimodal(new Seed(42).Derive("table", seed));
            var result = await RunAsync(table, new DlnOptions { Iterations = 8, Proposals = 16 }, (ulong)seed, below: 3, above: 3);
            table.LogLikelihood(result.Program).Should().BeApproximately(table.Optimum, 1e-12);
        }
    }

    [Fact]
    public async Task The_score_is_a_lower_bound_and_never_worse_than_that_of_the_program_given()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var table = HiddenTable.Random(new Seed(43).Derive("table", seed));
            var result = await RunAsync(table, new DlnOptions { Iterations = 4, BatchSize = 1 + (seed % 5), Proposals = 3 }, (ulong)seed);
            result.Score.Should().BeLessThanOrEqualTo(table.LogLikelihood(result.Program) + 1e-9).And.BeGreaterThanOrEqualTo(result.InitialScore);
            result.InitialScore.Should().BeLessThanOrEqualTo(table.LogLikelihood(0, 0) + 1e-9);
        }
    }

    [Fact]
    public async Task What_is_chosen_on_a_batch_is_never_worse_there_than_the_current_program_and_no_bound_exceeds_the_likelihood()
    {
        await RunAsync(_table, new DlnOptions { Iterations = 8, BatchSize = 5, Proposals = 4 });
        foreach (var (_, numbers) in _search.Journal.Iterations)
        {
            numbers["batchScore"].Should().BeGreaterThanOrEqualTo(numbers["boundBefore"] - 1e-12).And.BeLessThanOrEqualTo(_table.Optimum + 1e-9);
            numbers["effectiveSampleSize"].Should().BeInRange(1, numbers["hiddenTexts"] + 1e-9);
            numbers["entropy"].Should().BeInRange(0, Math.Log(_table.Texts) + 1e-9);
        }
    }

    [Fact]
    public async Task Importance_weights_work_at_temperature_one()
    {
        var options = new DlnOptions { Iterations = 4, Proposals = 6, Hidden = { Weighting = HiddenWeighting.Importance, Temperature = 1, Samples = 8 } };
        var result = await RunAsync(_table, options);
        _table.LogLikelihood(result.Program).Should().BeGreaterThan(_table.LogLikelihood(0, 0));
    }

    [Fact]
    public async Task The_importance_bound_divides_by_the_density_of_the_mixture()
    {
        // Drawn as the current prompt asks, texts have the density p(h | x, π0): what is left of the estimate is the mean of p(y | h, x, π1).
        var drawn = new Dictionary<(string Prompt, ulong Seed), string>();
        var model = new ObservedModel(_table.CreateModel(_folder))
        {
            Change = (request, generation) =>
            {
                if (request.Sampling.Temperature == 1) drawn[(request.Prompt, request.Seed.Value)] = generation.Text;
                return generation;
            },
        };
        var options = new DlnOptions { Iterations = 1, Proposals = 2, Hidden = { Weighting = HiddenWeighting.Importance, Temperature = 1, Samples = 8, From = [HiddenProposal.Prior] } };
        await _search.RunAsync(_table.TaskFor(model), options);

        drawn.Should().HaveCount(_table.Inputs * 8);
        var expected = Enumerable.Range(0, _table.Inputs).Average(input => Math.Log(drawn
            .Where(pair => pair.Key.Prompt.Contains(HiddenTable.Example(input).Input))
            .Average(pair => _table.Right(0, input, Enumerable.Range(0, _table.Texts).Single(text => HiddenTable.Text(text) == pair.Value)))));
        _search.Journal.Iterations.Single().Value["boundBefore"].Should().BeApproximately(expected, 1e-9);
    }

    [Theory]
    [InlineData(HiddenWeighting.Support)]
    [InlineData(HiddenWeighting.Importance)]
    public async Task A_hidden_text_is_scored_with_what_ends_it_and_written_within_the_layers_bounds(HiddenWeighting weighting)
    {
        var model = new ObservedModel(_table.CreateModel(_folder));
        var task = _table.TaskFor(model);
        task = task with { Program = new PromptProgram([task.Program.Layers[0] with { Stop = ["</thoughts>"], MaxTokens = 33 }, task.Program.Layers[1]]) };
        await _search.RunAsync(task, new DlnOptions { Iterations = 1, Proposals = 2, Hidden = { Weighting = weighting, Temperature = 1 } });
        model.Scored.Where(request => !request.Context.Contains("<hidden>")).Should().NotBeEmpty().And.OnlyContain(request => request.Continuation.EndsWith("</thoughts>"));
        model.Generated.Where(request => !request.Prompt.Contains("<current-instruction>")).Should().OnlyContain(request => request.Sampling.MaxTokens == 33 && request.Sampling.Stop.Single() == "</thoughts>");
    }

    [Fact]
    public async Task Ways_of_asking_for_hidden_texts_take_turns_and_give_the_answer_away_where_they_should()
    {
        var model = new ObservedModel(_table.CreateModel(_folder));
        var options = new DlnOptions { Iterations = 1, Proposals = 2, Hidden = { Samples = 3, CandidateSamples = 0, From = [HiddenProposal.Prior, HiddenProposal.Posterior, HiddenProposal.Edit] } };
        await _search.RunAsync(_table.TaskFor(model), options);
        var asked = model.Generated.Where(request => request.Sampling.Temperature == 0.7 && !request.Prompt.Contains("<current-instruction>")).Select(request => request.Prompt).ToList();
        asked.Should().HaveCount(3 * _table.Inputs);
        foreach (var (input, ways) in asked.Chunk(3).Index())
        {
            ways[0].Should().Contain(HiddenTable.Example(input).Input).And.NotContain("<answer>");
            ways[1].Should().StartWith(ways[0]).And.Contain($"<answer>\n{HiddenTable.Target(input)}\n</answer>").And.NotContain("<thoughts>");
            ways[2].Should().Contain($"<answer>\n{HiddenTable.Target(input)}\n</answer>").And.Contain("<thoughts>\nthought ").And.Contain($"<next-instruction>\n{HiddenTable.Above(0)}\n");
        }
    }

    [Fact]
    public async Task The_mean_over_tokens_is_the_sum_by_their_number()
    {
        var task = _table.TaskFor(_table.CreateModel(_folder));
        var layers = new LayerEvaluation(task.Forward, task.Templates, task.Loss);
        var inputs = Enumerable.Range(0, _table.Texts).Select(text => task.Program.InputOf(0, HiddenTable.Example(1) with { Target = HiddenTable.Text(text) })).ToList();
        (await layers.ScorePerTokenAsync(inputs, CancellationToken.None)).Should().Equal((await layers.ScoreAsync(inputs, CancellationToken.None)).Select(sum => sum / 2), "a thought has two words");
        (await layers.ScoreAsync(inputs, CancellationToken.None)).Zip(Enumerable.Range(0, _table.Texts)).Should().OnlyContain(pair => Math.Abs(Math.Exp(pair.First) - _table.Hidden(0, 1, pair.Second)) < 1e-12);
    }

    [Fact]
    public async Task The_papers_heuristics_can_be_had_by_name()
    {
        var options = Paper(new DlnOptions { Iterations = 4, Proposals = 6 });
        var result = await RunAsync(_table, options);
        result.Score.Should().BeGreaterThanOrEqualTo(result.InitialScore);
        // Five texts are drawn for each example and nothing else; those drawn twice are there twice.
        _search.Journal.Iterations.Should().AllSatisfy(iteration => iteration.Value["hiddenTexts"].Should().BeInRange(1, 4));
    }

    [Fact]
    public async Task A_layer_that_does_not_learn_keeps_its_prompt_and_nothing_is_proposed_for_it()
    {
        foreach (var (layer, name) in new[] { (0, "think"), (1, "decide") })
        {
            var result = await RunAsync(_table, new DlnOptions { Iterations = 3, Proposals = 7, Learn = [name] });
            result.Program.Layers[1 - layer].Prompt.Should().Be(HiddenTable.Program().Layers[1 - layer].Prompt);
            result.Program.Layers[layer].Prompt.Should().NotBe(HiddenTable.Program().Layers[layer].Prompt);
            _search.Journal.Iterations.Should().AllSatisfy(iteration => iteration.Value["proposed"].Should().Be(7));
        }
    }

    [Fact]
    public async Task Every_request_for_a_sample_has_a_seed_of_its_own()
    {
        var model = new ObservedModel(_table.CreateModel(_folder));
        await _search.RunAsync(_table.TaskFor(model), new DlnOptions { Iterations = 2, Proposals = 5 });
        var seeds = model.Generated.Where(request => request.Sampling.Temperature > 0).Select(request => request.Seed).ToList();
        seeds.Should().HaveCount(2 * ((2 * 5) + (5 * (2 + 3)))).And.OnlyHaveUniqueItems("two layers of five proposals, and five texts for each of five examples");
    }

    [Fact]
    public async Task Requests_are_as_many_as_the_algorithm_needs()
    {
        // B = 5 examples, each prompt with every other of its layer in the pool; nothing is remembered yet, and every text of the table is drawn sooner or later.
        var observed = new ObservedModel(_table.CreateModel(_folder));
        var options = new DlnOptions { Iterations = 1, Proposals = 100, Memory = 0, Hidden = { Samples = 80, Temperature = 10, CandidateSamples = 0 } };
        await _search.RunAsync(_table.TaskFor(new CachedLanguageModel(observed)), options);
        var (examples, prompts, texts) = (_table.Inputs, _table.Prompts, _table.Texts);
        observed.Scored.Where(request => !request.Context.Contains("<hidden>")).Should().HaveCount(examples * prompts * texts);
        observed.Scored.Where(request => request.Context.Contains("<hidden>")).Should().HaveCount(examples * prompts * texts * 2, "each for two classes");
        observed.Generated.Count(request => request.Sampling.Temperature == 0).Should().BeLessThanOrEqualTo(2 * examples, "of the first program and of the one chosen");
    }

    [Fact]
    public async Task Side_by_side_or_one_by_one_cached_or_not_the_trace_is_the_same_byte_for_byte()
    {
        var model = _table.CreateModel(_folder);
        var traces = new List<string>();
        foreach (var variant in new ILanguageModel[] { model, new ObservedModel(model) { Parallelism = 32 }, new CachedLanguageModel(model), new CachedLanguageModel(new ObservedModel(model) { Parallelism = 8 }) })
        {
            var result = await _search.RunAsync(_table.TaskFor(variant), new DlnOptions { Iterations = 3, BatchSize = 3, Proposals = 4 });
            traces.Add(JsonSerializer.Serialize(new { result, _search.Journal.Candidates, _search.Journal.Iterations }));
        }

        traces.Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task With_any_budget_the_best_so_far_is_returned_and_the_budget_is_kept()
    {
        var model = _table.CreateModel(_folder);
        var options = new DlnOptions { Iterations = 3, Proposals = 4 };
        var unlimited = new LanguageBudget();
        await _search.RunAsync(_table.TaskFor(new CachedLanguageModel(new BudgetedLanguageModel(model, unlimited))), options);
        for (var calls = 1; calls <= unlimited.Calls; calls += 23)
        {
            var budget = new LanguageBudget(calls);
            var result = await _search.RunAsync(_table.TaskFor(new CachedLanguageModel(new BudgetedLanguageModel(model, budget))), options);
            budget.Calls.Should().BeLessThanOrEqualTo(calls);
            result.BudgetExhausted.Should().Be(calls < unlimited.Calls);
            if (!double.IsNaN(result.Score)) result.Score.Should().BeGreaterThanOrEqualTo(result.InitialScore);
        }
    }

    [Fact]
    public async Task By_accuracy_models_that_do_not_score_are_optimised_too()
    {
        var model = new ObservedModel(_table.CreateModel(_folder)) { Hidden = LanguageModelCapabilities.Score };
        var result = await _search.RunAsync(_table.TaskFor(model), new DlnOptions { Iterations = 3, Proposals = 8, Scoring = PromptScoring.Accuracy });
        model.Scored.Should().BeEmpty();
        result.Score.Should().BeGreaterThanOrEqualTo(result.InitialScore);
        // The score is what the greedy answers of the table are worth.
        double Accuracy(PromptProgram program)
        {
            int IndexOf(int layer, Func<int, string> text) => Enumerable.Range(0, _table.Prompts).Single(prompt => text(prompt) == program.Layers[layer].Prompt);
            var (below, above) = (IndexOf(0, HiddenTable.Below), IndexOf(1, HiddenTable.Above));
            return Enumerable.Range(0, _table.Inputs).Average(input => _table.Right(above, input, Enumerable.Range(0, _table.Texts).MaxBy(text => _table.Hidden(below, input, text))) > 0.5 ? 1.0 : 0);
        }

        result.Score.Should().BeApproximately(Accuracy(result.Program), 1e-12);
        result.InitialScore.Should().BeApproximately(Accuracy(HiddenTable.Program()), 1e-12);
    }

    [Fact]
    public async Task Racing_and_pruning_save_scores_tell_how_many_and_still_improve()
    {
        var table = HiddenTable.Random(new Seed(44), rules: 3, inputs: 20, proposesAny: true);
        var whole = new ObservedModel(table.CreateModel(_folder));
        var many = table.TaskFor(whole);
        var plain = await _search.RunAsync(many, new DlnOptions { Iterations = 4, Proposals = 8 });
        var raced = new ObservedModel(table.CreateModel(_folder));
        var result = await _search.RunAsync(many with { Forward = raced, Backward = raced }, new DlnOptions { Iterations = 4, Proposals = 8, Racing = true, Hidden = { Prune = 0.01 } });
        raced.Scored.Should().HaveCountLessThan(whole.Scored.Count);
        _search.Journal.Iterations.Should().AllSatisfy(iteration => iteration.Value["scoresSaved"].Should().BePositive());
        _search.Journal.Iterations.Should().AllSatisfy(iteration => iteration.Value.Should().ContainKey("pruned"));
        _search.Journal.Candidates.Should().Contain(candidate => double.IsNaN(candidate.Score), "who falls out has no score");
        _search.Journal.Candidates.Where(candidate => candidate.Chosen).Should().NotContain(candidate => double.IsNaN(candidate.Score));
        table.LogLikelihood(result.Program).Should().BeGreaterThan(table.LogLikelihood(0, 0));
        plain.Score.Should().BeGreaterThanOrEqualTo(plain.InitialScore);
    }

    [Fact]
    public async Task Exploration_leaves_a_trap_that_holds_without_it()
    {
        // Prompt 0 writes text 0 nearly always, and every other prompt does so a little less; the right answer needs text 1, which only prompt 1 ever writes often.
        // Texts are drawn from the current prompt alone, so that text 1 is never seen and prompt 1 never looks better.
        double[][] thinks = [[1, 0], [0.4, 0.6]];
        var table = HiddenTable.Of(
            [.. thinks.Select(row => Enumerable.Range(0, 4).Select(_ => row).ToArray())],
            [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 4).Select(_ => new[] { 0.2, 0.9 }).ToArray())]);
        var options = new DlnOptions { Iterations = 4, Proposals = 6, Memory = 0, Learn = ["think"], Hidden = { CandidateSamples = 0, From = [HiddenProposal.Prior] } };
        await RunAsync(table, options);
        _search.Journal.Candidates.Where(candidate => candidate is { Layer: 0, Chosen: true }).Should().OnlyContain(candidate => candidate.Prompt == HiddenTable.Below(0));

        options.Exploration = 2;
        var result = await RunAsync(table, options);
        _search.Journal.Candidates.Should().Contain(candidate => candidate.Layer == 0 && candidate.Chosen && candidate.Prompt == HiddenTable.Below(1));
        result.Program.Layers[0].Prompt.Should().Be(HiddenTable.Below(1));

        // What candidates would write is drawn by default, and so the trap is none.
        (await RunAsync(table, new DlnOptions { Iterations = 4, Proposals = 6, Memory = 0, Learn = ["think"] })).Program.Layers[0].Prompt.Should().Be(HiddenTable.Below(1));
    }

    [Fact]
    public async Task Trust_keeps_the_last_layer_near_what_it_answered()
    {
        await RunAsync(_table, new DlnOptions { Iterations = 1, Proposals = 20, Learn = ["decide"], Trust = 1000 });
        _search.Journal.Candidates.Single(candidate => candidate is { Layer: 1, Chosen: true }).Prompt.Should().Be(HiddenTable.Above(0));
        var trusted = _search.Journal.Candidates.Where(candidate => candidate.Layer == 1).ToDictionary(candidate => candidate.Prompt, candidate => candidate.Score);
        await RunAsync(_table, new DlnOptions { Iterations = 1, Proposals = 20, Learn = ["decide"] });
        foreach (var free in _search.Journal.Candidates.Where(candidate => candidate.Layer == 1))
        {
            if (free.Prompt == HiddenTable.Above(0)) trusted[free.Prompt].Should().BeApproximately(free.Score, 1e-12, "nothing diverges from itself");
            else trusted[free.Prompt].Should().BeLessThan(free.Score);
        }
    }

    [Fact]
    public async Task After_some_iterations_without_a_better_program_the_search_goes_back_to_the_best()
    {
        var options = new DlnOptions { Iterations = 14, BatchSize = 1, Proposals = 2, Memory = 0, Tolerance = 2 };
        await RunAsync(_table, options);
        // What was chosen is the current program of the next iteration, unless the search went back: then the next one begins with the best.
        var chosen = _search.Journal.Candidates.Where(candidate => candidate is { Layer: 1, Chosen: true }).Select(candidate => candidate.Prompt).ToList();
        var current = _search.Journal.Candidates.Where(candidate => candidate.Layer == 1).GroupBy(candidate => candidate.Iteration).Select(group => group.First().Prompt).ToList();
        var (returns, best) = (new List<int>(), _search.Journal.Iterations.Select(iteration => iteration.Value["bestScore"]).ToList());
        for (var iteration = 1; iteration < chosen.Count; iteration++)
        {
            if (current[iteration] != chosen[iteration - 1]) returns.Add(iteration);
        }

        best.Should().HaveCount(14);
        returns.Should().NotBeEmpty("batches of one example lead astray");
    }

    [Theory]
    [InlineData("no layers", "has no layer")]
    [InlineData("early classes", "'think' has classes")]
    [InlineData("unknown layer", "no layer 'thinks' that could learn. Did you mean 'think'?")]
    [InlineData("warm importance", "known at temperature 1 alone, not 0.7")]
    [InlineData("trust in free text", "no 'trust' without classes")]
    public async Task What_does_not_fit_is_refused_with_what_to_do(string fault, string message)
    {
        var task = _table.TaskFor(_table.CreateModel(_folder));
        var options = new DlnOptions();
        var layers = task.Program.Layers;
        switch (fault)
        {
            case "no layers": task = task with { Program = new PromptProgram([]) }; break;
            case "early classes": task = task with { Program = new PromptProgram([layers[0] with { Classes = HiddenTable.Classes }, layers[1]]) }; break;
            case "unknown layer": options.Learn = ["thinks"]; break;
            case "warm importance": options.Hidden.Weighting = HiddenWeighting.Importance; break;
            default: (task, options.Trust) = (task with { Program = new PromptProgram([layers[0], layers[1] with { Classes = [] }]) }, 1); break;
        }

        var run = () => _search.RunAsync(task, options);
        (await run.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle().Which.Should().Match<Diagnostic>(
            diagnostic => diagnostic.Id == "TESS6301" && diagnostic.Message.Contains(message) && diagnostic.Remedy != null);
    }

    [Fact]
    public async Task The_order_of_examples_leaves_scores_as_they_are()
    {
        var task = _table.TaskFor(_table.CreateModel(_folder));
        // Enough samples that every text is there, whatever the seeds.
        var options = new DlnOptions { Iterations = 1, Proposals = 40, Hidden = { Samples = 60, Temperature = 2 } };
        await _search.RunAsync(task, options);
        var original = Scores();
        await _search.RunAsync(task with { Training = [.. task.Training.Reverse()] }, options);
        Scores().Should().HaveCount(original.Count).And.AllSatisfy(pair => pair.Value.Should().BeApproximately(original[pair.Key], 1e-12));
    }

    internal static DlnOptions Paper(DlnOptions options)
    {
        options.Selection = PromptSelection.Factored;
        options.Hidden = new HiddenOptions
        {
            Samples = 5, CandidateSamples = 0, Kept = 0, Weighting = HiddenWeighting.Samples, Likelihood = HiddenLikelihood.MeanPerToken,
        };
        return options;
    }

    private Dictionary<(int, string), double> Scores() => _search.Journal.Candidates.ToDictionary(candidate => (candidate.Layer, candidate.Prompt), candidate => candidate.Score);

    private Task<OptimizationResult> RunAsync(HiddenTable table, DlnOptions options, ulong seed = 1, int below = 0, int above = 0) =>
        _search.RunAsync(table.TaskFor(new CachedLanguageModel(table.CreateModel(_folder)), seed, below, above), options);

    /// <summary>Each rule of the first layer moves probability to the right text or away from it, and each of the second raises or lowers the right answer there, whatever the others.</summary>
    private static HiddenTable Unimodal(Seed seed)
    {
        var random = seed.CreateRandom();
        var moves = Enumerable.Range(0, 2).Select(_ => (0.5 + random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1)).ToArray();
        var raises = Enumerable.Range(0, 2).Select(_ => (0.5 + random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1)).ToArray();
        var inputs = Enumerable.Range(0, 4).Select(_ => random.NextDouble() - 0.5).ToArray();
        double Sigmoid(double value) => Math.Round(1 / (1 + Math.Exp(-value)), 6);
        double Sum(int prompt, double[] effects) => effects.Where((_, rule) => (prompt & (1 << rule)) != 0).Sum();
        return HiddenTable.Of(
            [.. Enumerable.Range(0, 4).Select(prompt => inputs.Select(input => Sigmoid(input + Sum(prompt, moves)) is var right ? new[] { Math.Round(1 - right, 6), right } : []).ToArray())],
            [.. Enumerable.Range(0, 4).Select(prompt => inputs.Select(input => new[] { 0.1, Sigmoid(input + 1 + Sum(prompt, raises)) }).ToArray())]);
    }
}
