using System.Text.Json;
using Tessera.Language.Budgets;
using Tessera.Language.Caching;
using Tessera.Optimizers.Dln;
using Tessera.Optimizers.Dln.Hidden;
using Tessera.Optimizers.Dln.Search;
using Tessera.Optimizers.Dln.Selection;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

/// <summary>Where the model is exact, each iteration says how far its bound is from the truth. The truth here is summed out from the numbers that the tables are made of.</summary>
public sealed class GapTests : IDisposable
{
    private readonly Search _search = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gap-").FullName;

    public void Dispose()
    {
        _search.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Of_one_layer_nothing_is_hidden_and_there_is_no_gap()
    {
        var table = PromptTable.Random(3, new Seed(71));
        await _search.RunAsync(table, new DlnOptions { Iterations = 3, Proposals = 4 });
        foreach (var (iteration, numbers) in _search.Journal.Iterations)
        {
            var chosen = Chosen(iteration)[0];
            numbers["logLikelihood"].Should().BeApproximately(table.Score(Enumerable.Range(0, table.Prompts).Single(prompt => PromptTable.Text(prompt) == chosen)), 1e-12);
            numbers["gap"].Should().Be(0);
        }
    }

    [Theory]
    [InlineData(PromptSelection.Joint)]
    [InlineData(PromptSelection.Factored)]
    public async Task Of_two_layers_the_gap_is_what_all_texts_together_have_over_those_that_were_drawn(PromptSelection selection)
    {
        var open = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var table = HiddenTable.Random(new Seed(72).Derive("table", seed), texts: 12);
            await _search.RunAsync(table.TaskFor(table.CreateModel(_folder), (ulong)seed), new DlnOptions { Iterations = 3, Proposals = 3, Selection = selection });
            foreach (var (iteration, numbers) in _search.Journal.Iterations)
            {
                var chosen = Chosen(iteration);
                int IndexOf(int layer, Func<int, string> text) => Enumerable.Range(0, table.Prompts).Single(prompt => text(prompt) == chosen[layer]);
                var truth = table.LogLikelihood(IndexOf(0, HiddenTable.Below), IndexOf(1, HiddenTable.Above));
                numbers["logLikelihood"].Should().BeApproximately(truth, 1e-9);
                numbers["gap"].Should().BeApproximately(truth - numbers["batchScore"], 1e-9).And.BeGreaterThanOrEqualTo(-1e-12);
                open += numbers["gap"] > 1e-3 ? 1 : 0;
            }
        }

        open.Should().BePositive("twelve texts are not all drawn");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Of_more_layers_all_paths_are_summed_out(int layers)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var table = new DeepTable(new Seed(73).Derive("table", seed), layers);
            await _search.RunAsync(table.TaskFor(table.CreateModel(_folder), (ulong)seed), new DlnOptions { Iterations = 2, Proposals = 3 });
            foreach (var (iteration, numbers) in _search.Journal.Iterations)
            {
                var truth = table.LogLikelihood([.. Chosen(iteration).Select((text, layer) => Enumerable.Range(0, DeepTable.Prompts).Single(prompt => DeepTable.Prompt(layer, prompt) == text))]);
                numbers["logLikelihood"].Should().BeApproximately(truth, 1e-9);
                numbers["gap"].Should().BeApproximately(truth - numbers["batchScore"], 1e-9).And.BeGreaterThanOrEqualTo(-1e-12);
            }
        }
    }

    [Fact]
    public async Task The_truth_is_that_of_the_batch()
    {
        var table = HiddenTable.Random(new Seed(74), inputs: 6);
        var shown = new List<string>();
        var model = new ObservedModel(table.CreateModel(_folder))
        {
            Change = (request, generation) =>
            {
                if (request.Sampling.Temperature == 0.7 && !request.Prompt.Contains("<current-instruction>")) shown.Add(request.Prompt);
                return generation;
            },
        };
        await _search.RunAsync(table.TaskFor(model), new DlnOptions { Iterations = 1, BatchSize = 2, Proposals = 3, Learn = ["think"], Hidden = { CandidateSamples = 0 } });
        var batch = Enumerable.Range(0, table.Inputs).Where(input => shown.Exists(prompt => prompt.Contains(HiddenTable.Example(input).Input))).ToList();
        batch.Should().HaveCount(2);
        var below = Enumerable.Range(0, table.Prompts).Single(prompt => HiddenTable.Below(prompt) == Chosen(0)[0]);
        _search.Journal.Iterations.Single().Value["logLikelihood"].Should().BeApproximately(batch.Average(input => table.LogLikelihood(below, 0, input)), 1e-9);
    }

    [Fact]
    public async Task With_every_text_drawn_the_posterior_is_exact_and_the_gap_closes()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var table = HiddenTable.Random(new Seed(75).Derive("table", seed));
            var options = new DlnOptions { Iterations = 2, Proposals = 4, Hidden = { Samples = 80, Temperature = 10, From = [HiddenProposal.Prior], Kept = 1000 } };
            await _search.RunAsync(table.TaskFor(table.CreateModel(_folder), (ulong)seed), options);
            _search.Journal.Iterations.Should().AllSatisfy(iteration => iteration.Value["gap"].Should().BeApproximately(0, 1e-12));
        }
    }

    [Fact]
    public async Task What_is_no_bound_shows_itself_by_a_gap_below_nothing()
    {
        var gaps = new List<double>();
        for (var seed = 0; seed < 10; seed++)
        {
            var table = HiddenTable.Random(new Seed(76).Derive("table", seed));
            var options = new DlnOptions { Iterations = 2, Proposals = 3, Hidden = { Weighting = HiddenWeighting.Samples, Likelihood = HiddenLikelihood.MeanPerToken, Samples = 5 } };
            await _search.RunAsync(table.TaskFor(table.CreateModel(_folder), (ulong)seed), options);
            gaps.AddRange(_search.Journal.Iterations.Select(iteration => iteration.Value["gap"]));
        }

        gaps.Should().Contain(gap => gap < -0.1);
    }

    [Fact]
    public async Task Measuring_it_costs_nothing_and_changes_nothing_else()
    {
        var table = HiddenTable.Random(new Seed(77), rules: 3, proposesAny: true);
        var model = table.CreateModel(_folder);
        var found = new List<(string Trace, long Calls, Usage Usage)>();
        foreach (var inner in new ILanguageModel[] { model, new Unlisted(model) })
        {
            var budget = new LanguageBudget();
            var result = await _search.RunAsync(table.TaskFor(new CachedLanguageModel(new BudgetedLanguageModel(inner, budget))), new DlnOptions { Iterations = 4, Proposals = 4 });
            _search.Journal.Iterations.Should().AllSatisfy(iteration => iteration.Value.ContainsKey("gap").Should().Be(inner == model));
            var numbers = _search.Journal.Iterations.Select(iteration => iteration.Value.Where(pair => pair.Key is not ("gap" or "logLikelihood")).OrderBy(pair => pair.Key, StringComparer.Ordinal));
            found.Add((JsonSerializer.Serialize(new { result, _search.Journal.Candidates, numbers }), budget.Calls, budget.Usage));
        }

        found[0].Should().Be(found[1]);
    }

    [Fact]
    public async Task With_too_many_texts_to_sum_there_is_none()
    {
        foreach (var (texts, isKnown) in new[] { (ExactLikelihood.MostTexts, true), (2 * ExactLikelihood.MostTexts, false) })
        {
            var table = HiddenTable.Random(new Seed(78), rules: 1, inputs: 1, texts: texts);
            await _search.RunAsync(table.TaskFor(table.CreateModel(_folder)), new DlnOptions { Iterations = 1, Proposals = 2 });
            _search.Journal.Iterations.Single().Value.ContainsKey("gap").Should().Be(isKnown);
        }
    }

    [Fact]
    public async Task A_text_that_the_next_layer_has_no_answer_to_ends_no_search()
    {
        // Cut to one word, every text is "thought", and that stands in no table.
        var table = HiddenTable.Random(new Seed(79));
        var task = table.TaskFor(table.CreateModel(_folder));
        var exact = new ExactLikelihood(task.Forward.Exact!, task);
        var cut = new PromptProgram([task.Program.Layers[0] with { MaxTokens = 1 }, task.Program.Layers[1]]);
        (await exact.MeanAsync(cut, task.Training, CancellationToken.None)).Should().BeNull();
        (await exact.MeanAsync(task.Program, task.Training, CancellationToken.None)).Should().BeApproximately(table.LogLikelihood(0, 0), 1e-9);
    }

    [Fact]
    public async Task By_accuracy_there_is_no_bound_and_so_no_gap()
    {
        var table = HiddenTable.Random(new Seed(80));
        await _search.RunAsync(table.TaskFor(table.CreateModel(_folder)), new DlnOptions { Iterations = 2, Proposals = 3, Scoring = PromptScoring.Accuracy });
        _search.Journal.Iterations.Should().AllSatisfy(iteration => iteration.Value.Should().NotContainKey("gap").And.NotContainKey("logLikelihood"));
    }

    private IReadOnlyList<string> Chosen(int iteration) =>
        [.. _search.Journal.Candidates.Where(candidate => candidate.Iteration == iteration && candidate.Chosen).OrderBy(candidate => candidate.Layer).Select(candidate => candidate.Prompt)];

    /// <summary>The same model, which does not say that it is exact.</summary>
    private sealed class Unlisted(ILanguageModel inner) : ILanguageModel
    {
        public string Identity => inner.Identity;

        public LanguageModelCapabilities Capabilities => inner.Capabilities;

        public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) => inner.GenerateAsync(requests, cancellationToken);

        public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) => inner.ScoreAsync(requests, cancellationToken);
    }
}
