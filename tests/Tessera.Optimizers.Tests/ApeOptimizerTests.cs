using System.Text.Json;
using Tessera.Language.Caching;
using Tessera.Optimizers.Ape;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

public sealed class ApeOptimizerTests : IDisposable
{
    private readonly Search _search = new();
    private readonly PromptTable _table = PromptTable.Random(rules: 4, new Seed(51));

    public void Dispose() => _search.Dispose();

    [Fact]
    public async Task An_optimum_that_can_be_induced_is_found_at_once()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var table = PromptTable.Unimodal(rules: 4, new Seed(52).Derive("table", seed));
            var result = await RunAsync(table, new ApeOptions { Candidates = 40 }, table.Optimum ^ (1 << (seed % 4)), (ulong)seed);
            result.Program.Layers[0].Prompt.Should().Be(PromptTable.Text(table.Optimum));
            result.Score.Should().BeApproximately(table.Score(table.Optimum), 1e-12);
            result.Iterations.Should().Be(1);
        }
    }

    [Fact]
    public async Task In_rounds_a_table_with_one_peak_is_climbed_within_the_diameter_of_its_graph()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var table = PromptTable.Unimodal(rules: 4, new Seed(53).Derive("table", seed));
            var result = await RunAsync(table, new ApeOptions { Candidates = 40, Rounds = 3, Variants = 40, Keep = 0 }, 15 ^ table.Optimum, (ulong)seed);
            result.Program.Layers[0].Prompt.Should().Be(PromptTable.Text(table.Optimum));
            result.Iterations.Should().Be(4);
        }
    }

    [Fact]
    public async Task Each_instruction_is_induced_with_a_seed_and_from_examples_of_its_own_and_a_guess_is_shown()
    {
        var model = new ObservedModel(_search.ModelOf(_table));
        await _search.RunAsync(Search.TaskFor(model, PromptTable.Text(0)), new ApeOptimizer(new ApeOptions { Candidates = 20, Demonstrations = 2 }));
        model.Generated.Select(request => request.Seed).Should().HaveCount(20).And.OnlyHaveUniqueItems();
        model.Generated.Select(request => request.Prompt).Distinct().Should().HaveCountGreaterThan(10);
        foreach (var request in model.Generated)
        {
            request.Prompt.Should().Contain($"<current-instruction>\n{PromptTable.Text(0)}\n</current-instruction>").And.EndWith("<new-instruction>\n");
            Enumerable.Range(0, PromptTable.Inputs).Count(input => request.Prompt.Contains($"Input: {PromptTable.Input(input)}\nAnswer: {PromptTable.Target(input)}\n")).Should().Be(2);
        }
    }

    [Fact]
    public async Task The_kept_are_varied_in_turn()
    {
        var model = new ObservedModel(_search.ModelOf(_table));
        await _search.RunAsync(Search.TaskFor(model, PromptTable.Text(0)), new ApeOptimizer(new ApeOptions { Candidates = 20, Keep = 0.15, Rounds = 1, Variants = 9 }));
        var kept = _search.Journal.Candidates.Where(candidate => candidate is { Iteration: 0, Chosen: true }).OrderByDescending(candidate => candidate.Score).Select(candidate => candidate.Prompt).ToList();
        kept.Should().HaveCount(3);
        model.Generated.Skip(20).Select(request => request.Prompt).Should().SatisfyRespectively(Enumerable.Range(0, 9)
            .Select(index => (Action<string>)(prompt => prompt.Should().Contain($"<current-instruction>\n{kept[index % 3]}\n</current-instruction>"))));
        model.Generated.Select(request => request.Seed).Should().OnlyHaveUniqueItems();
        _search.Journal.Candidates.Where(candidate => candidate.Iteration == 1 && !kept.Contains(candidate.Prompt)).Should().NotBeEmpty().And.OnlyContain(candidate => kept.Contains(candidate.Parent!));
    }

    [Theory]
    [InlineData(0, 10, 1)]
    [InlineData(0.1, 30, 3)]
    [InlineData(0.3, 10, 3)]
    [InlineData(1, 4, 4)]
    public async Task The_best_share_is_kept_and_compared_on_the_validation_examples(double keep, int candidates, int expected)
    {
        var model = new ObservedModel(_search.ModelOf(_table));
        var task = Search.TaskFor(model, PromptTable.Text(5));
        task = task with { Training = [.. task.Training.Take(4)], Validation = [.. task.Training.Skip(4)] };
        var result = await _search.RunAsync(task, new ApeOptimizer(new ApeOptions { Candidates = candidates, Keep = keep }));
        var tried = _search.Journal.Candidates;
        var chosen = tried.Where(candidate => candidate.Chosen).ToList();
        chosen.Should().HaveCount(Math.Min(expected, tried.Count));
        chosen.Min(candidate => candidate.Score).Should().BeGreaterThanOrEqualTo(tried.Where(candidate => !candidate.Chosen).Select(candidate => candidate.Score).DefaultIfEmpty(double.MinValue).Max());
        var validated = model.Scored.Where(request => request.Context.Contains(PromptTable.Input(5))).Select(request => request.Context).Distinct();
        validated.Should().HaveCount(chosen.Select(candidate => candidate.Prompt).Append(PromptTable.Text(5)).Distinct().Count(), "the kept and the prompt given are validated, and nothing else");
        result.Score.Should().BeGreaterThanOrEqualTo(result.InitialScore);
    }

    [Fact]
    public async Task Requests_are_as_many_as_the_algorithm_needs()
    {
        var observed = new ObservedModel(_search.ModelOf(_table));
        var task = Search.TaskFor(new CachedLanguageModel(observed), PromptTable.Text(0));
        task = task with { Training = [.. task.Training.Take(4)], Validation = [.. task.Training.Skip(4)] };
        await _search.RunAsync(task, new ApeOptimizer(new ApeOptions { Candidates = 12, Rounds = 2, Variants = 7, SampleSize = 3 }));
        observed.Generated.Should().HaveCount(12 + (2 * 7));
        var compared = _search.Journal.Candidates.Select(candidate => candidate.Prompt).Distinct().Count();
        var validated = _search.Journal.Candidates.Where(candidate => candidate.Chosen).Select(candidate => candidate.Prompt).Append(PromptTable.Text(0)).Distinct().Count();
        observed.Scored.Should().HaveCount(2 * ((3 * compared) + (2 * validated)), "all candidates are scored on the sample and the kept on validation, for two classes, once");
    }

    [Fact]
    public async Task Proposals_that_differ_in_white_space_alone_are_scored_once_and_empty_ones_not_at_all()
    {
        var (padding, traces) = (0, new List<string>());
        foreach (var isPadded in new[] { false, true })
        {
            var model = new ObservedModel(_search.ModelOf(_table))
            {
                Change = (_, generation) => generation with { Text = !isPadded ? generation.Text : " \n" + generation.Text.Replace(" ", new string(' ', 1 + (padding++ % 3))) + "\n" },
            };
            await _search.RunAsync(Search.TaskFor(model, PromptTable.Text(0)), new ApeOptimizer(new ApeOptions { Candidates = 20, Rounds = 2, Variants = 10 }));
            traces.Add(JsonSerializer.Serialize(new { _search.Journal.Iterations, model.Scored.Count }));
        }

        traces.Distinct().Should().ContainSingle();
        var silent = new ObservedModel(_search.ModelOf(_table)) { Change = (_, generation) => generation with { Text = " \n " } };
        var result = await _search.RunAsync(Search.TaskFor(silent, PromptTable.Text(0)), new ApeOptimizer(new ApeOptions { Rounds = 1 }));
        result.Program.Layers[0].Prompt.Should().Be(PromptTable.Text(0));
        result.Iterations.Should().Be(2);
    }

    private Task<OptimizationResult> RunAsync(PromptTable table, ApeOptions options, int start, ulong seed) =>
        _search.RunAsync(Search.TaskFor(_search.ModelOf(table), PromptTable.Text(start), seed), new ApeOptimizer(options));
}
