using System.Text.Json;
using Tessera.Language.Budgets;
using Tessera.Language.Caching;
using Tessera.Optimizers.Dln;
using Tessera.Optimizers.Dln.Hidden;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

/// <summary>Programs of three layers and more, on tables in which everything can be enumerated.</summary>
public sealed class DeepSearchTests(ITestOutputHelper output) : IDisposable
{
    private readonly Search _search = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("deep-").FullName;

    public void Dispose()
    {
        _search.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task The_score_is_a_lower_bound_and_never_worse_than_that_of_the_program_given(int layers)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var table = new DeepTable(new Seed(51).Derive("table", seed), layers);
            var result = await RunAsync(table, new DlnOptions { Iterations = 4, BatchSize = 1 + (seed % 4), Proposals = 3 }, (ulong)seed);
            result.Score.Should().BeLessThanOrEqualTo(table.LogLikelihood(result.Program) + 1e-9).And.BeGreaterThanOrEqualTo(result.InitialScore);
            result.InitialScore.Should().BeLessThanOrEqualTo(table.LogLikelihood(table.Program()) + 1e-9);
            foreach (var (_, numbers) in _search.Journal.Iterations)
            {
                numbers["batchScore"].Should().BeGreaterThanOrEqualTo(numbers["boundBefore"] - 1e-12);
                numbers["hiddenTexts"].Should().BeInRange(1, Math.Pow(DeepTable.Texts, layers - 1));
            }
        }
    }

    [Fact]
    public async Task With_every_path_the_bound_is_the_likelihood_and_the_optimum_is_found()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var table = new DeepTable(new Seed(52).Derive("table", seed));
            var options = new DlnOptions { Iterations = 2, Proposals = 40, Hidden = { Samples = 150, Temperature = 3, From = [HiddenProposal.Prior], Kept = 1000 } };
            var result = await RunAsync(table, options, (ulong)seed);
            table.LogLikelihood(result.Program).Should().BeApproximately(table.Optimum, 1e-9);
            _search.Journal.Iterations[0].Value["hiddenTexts"].Should().Be(9, "a text of each of two layers");
            _search.Journal.Iterations[0].Value["boundBefore"].Should().BeApproximately(table.LogLikelihood(table.Program()), 1e-9);
        }
    }

    [Fact]
    public async Task Learning_all_three_layers_comes_nearer_to_the_optimum_than_learning_the_last_alone()
    {
        var (all, last, given) = (new List<double>(), new List<double>(), new List<double>());
        for (var seed = 0; seed < 40; seed++)
        {
            var table = new DeepTable(new Seed(53).Derive("table", seed));
            given.Add(table.Optimum - table.LogLikelihood(table.Program()));
            foreach (var (gaps, learn) in new[] { (all, Array.Empty<string>()), (last, [DeepTable.Name(2)]) })
            {
                var budget = new LanguageBudget(600);
                var model = new CachedLanguageModel(new BudgetedLanguageModel(table.CreateModel(_folder), budget));
                var result = await _search.RunAsync(table.TaskFor(model, (ulong)seed), new DlnOptions { Iterations = 60, Proposals = 4, Learn = learn });
                gaps.Add(table.Optimum - table.LogLikelihood(result.Program));
            }
        }

        foreach (var (name, gaps) in new[] { ("as given", given), ("the last layer", last), ("all layers", all) })
            output.WriteLine($"{name,20}: optimum {gaps.Count(gap => gap < 1e-9)} of {gaps.Count}, {gaps.Average():0.000} nats below it on average");
        all.Average().Should().BeLessThan(last.Average() / 2);
        all.Count(gap => gap < 1e-9).Should().BeGreaterThan(2 * last.Count(gap => gap < 1e-9));
    }

    [Fact]
    public async Task The_importance_bound_divides_by_the_density_of_whole_paths()
    {
        // Drawn as the layers themselves write, paths have the density p(h₁ | x) p(h₂ | h₁, x): what is left of the estimate is the mean of p(y | h₂, x).
        var table = new DeepTable(new Seed(54));
        var drawn = new Dictionary<(string Prompt, ulong Seed), string>();
        var model = new ObservedModel(table.CreateModel(_folder))
        {
            Change = (request, generation) =>
            {
                if (request.Sampling.Temperature == 1 && request.Prompt.Contains(DeepTable.Prompt(1, 0))) drawn[(request.Prompt, request.Seed.Value)] = generation.Text;
                return generation;
            },
        };
        var options = new DlnOptions { Iterations = 1, Proposals = 2, Hidden = { Weighting = HiddenWeighting.Importance, Temperature = 1, Samples = 8, From = [HiddenProposal.Prior] } };
        await _search.RunAsync(table.TaskFor(model), options);

        drawn.Should().HaveCount(DeepTable.Inputs * 8);
        var expected = Enumerable.Range(0, DeepTable.Inputs).Average(input => Math.Log(drawn
            .Where(pair => pair.Key.Prompt.Contains(DeepTable.Example(input).Input))
            .Average(pair => table.Of(2, 0, input, Enumerable.Range(0, DeepTable.Texts).Single(text => DeepTable.Text(1, text) == pair.Value), 0))));
        _search.Journal.Iterations.Single().Value["boundBefore"].Should().BeApproximately(expected, 1e-9);
    }

    [Fact]
    public async Task Every_layer_that_learns_gets_proposals_that_show_what_it_read_wrote_and_had_better_written()
    {
        var table = new DeepTable(new Seed(55));
        var model = new ObservedModel(table.CreateModel(_folder));
        var result = await _search.RunAsync(table.TaskFor(model), new DlnOptions { Iterations = 1, Proposals = 5, Learn = [DeepTable.Name(1)] });
        var asked = model.Generated.Where(request => request.Prompt.Contains("<current-instruction>")).ToList();
        asked.Should().HaveCount(5).And.OnlyContain(request => request.Prompt.Contains(DeepTable.Prompt(1, 0)));
        asked[0].Prompt.Should().Contain("thought 0 ", "that is what the layer read").And.Contain("thought 1 ", "that is what it wrote");
        result.Program.Layers[0].Prompt.Should().Be(DeepTable.Prompt(0, 0));
        result.Program.Layers[2].Prompt.Should().Be(DeepTable.Prompt(2, 0));
    }

    [Fact]
    public async Task Side_by_side_or_one_by_one_cached_or_not_the_trace_is_the_same_byte_for_byte()
    {
        var table = new DeepTable(new Seed(56));
        var model = table.CreateModel(_folder);
        var traces = new List<string>();
        foreach (var variant in new ILanguageModel[] { model, new ObservedModel(model) { Parallelism = 32 }, new CachedLanguageModel(model) })
        {
            var result = await _search.RunAsync(table.TaskFor(variant), new DlnOptions { Iterations = 3, BatchSize = 3, Proposals = 4 });
            traces.Add(JsonSerializer.Serialize(new { result, _search.Journal.Candidates, _search.Journal.Iterations }));
        }

        traces.Distinct().Should().ContainSingle();
    }

    [Theory]
    [InlineData(HiddenWeighting.Samples)]
    [InlineData(HiddenWeighting.Importance)]
    public async Task Other_ways_of_weighing_and_choosing_work_on_three_layers(HiddenWeighting weighting)
    {
        var table = new DeepTable(new Seed(57));
        var options = new DlnOptions { Iterations = 3, Proposals = 4, Selection = Dln.Selection.PromptSelection.Factored, Racing = true, Exploration = 1, Trust = 0.1, Hidden = { Weighting = weighting, Temperature = 1, Prune = 0.01 } };
        var result = await RunAsync(table, options, 1);
        result.Score.Should().BeGreaterThanOrEqualTo(result.InitialScore);
    }

    private Task<OptimizationResult> RunAsync(DeepTable table, DlnOptions options, ulong seed) =>
        _search.RunAsync(table.TaskFor(new CachedLanguageModel(table.CreateModel(_folder)), seed), options);
}
