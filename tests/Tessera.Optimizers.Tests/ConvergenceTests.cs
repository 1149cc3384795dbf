using Tessera.Optimizers.Dln;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

public sealed class ConvergenceTests : IDisposable
{
    private readonly Search _search = new();

    public void Dispose() => _search.Dispose();

    [Fact]
    public async Task A_table_with_one_peak_is_climbed_within_the_diameter_of_its_graph_from_anywhere()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var table = PromptTable.Unimodal(rules: 4, new Seed(5).Derive("table", seed));
            var start = PromptTable.Text(((1 << 4) - 1) ^ table.Optimum);
            var result = await _search.RunAsync(Search.TaskFor(_search.ModelOf(table), start, (ulong)seed), new DlnOptions { Iterations = 4, Proposals = 32, Memory = 0 });
            result.Program.Layers[0].Prompt.Should().Be(PromptTable.Text(table.Optimum));
            result.Score.Should().BeApproximately(table.Score(table.Optimum), 1e-12);
        }
    }

    [Fact]
    public async Task With_small_batches_the_optimum_is_still_found_nearly_always()
    {
        var found = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var table = PromptTable.Unimodal(rules: 3, new Seed(6).Derive("table", seed));
            var result = await _search.RunAsync(table, new DlnOptions { Iterations = 8, BatchSize = 2, Proposals = 6 }, (ulong)seed);
            if (result.Program.Layers[0].Prompt == PromptTable.Text(table.Optimum)) found++;
        }

        found.Should().BeGreaterThanOrEqualTo(190);
    }

    [Fact]
    public async Task Whatever_the_table_the_result_is_never_worse_than_the_prompt_given_and_its_score_is_true()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var table = PromptTable.Random(rules: 4, new Seed(7).Derive("table", seed));
            var result = await _search.RunAsync(table, new DlnOptions { Iterations = 5, BatchSize = 1 + (seed % 6), Proposals = 4, Memory = seed % 3 }, (ulong)seed, start: seed % 16);
            var prompt = Enumerable.Range(0, table.Prompts).Single(index => PromptTable.Text(index) == result.Program.Layers[0].Prompt);
            result.Score.Should().BeApproximately(table.Score(prompt), 1e-12).And.BeGreaterThanOrEqualTo(result.InitialScore);
            result.InitialScore.Should().BeApproximately(table.Score(seed % 16), 1e-12);
        }
    }

    [Fact]
    public async Task Whoever_begins_at_the_optimum_stays_there()
    {
        var table = PromptTable.Unimodal(rules: 3, new Seed(8));
        var result = await _search.RunAsync(table, new DlnOptions { Iterations = 3 }, start: table.Optimum);
        result.Program.Layers[0].Prompt.Should().Be(PromptTable.Text(table.Optimum));
        result.Score.Should().Be(result.InitialScore);
    }

    [Fact]
    public async Task The_prompt_chosen_on_a_batch_is_never_worse_there_than_the_current_one()
    {
        await _search.RunAsync(PromptTable.Random(rules: 4, new Seed(9)), new DlnOptions { Iterations = 15, BatchSize = 2, Proposals = 5 });
        var iterations = _search.Journal.Candidates.GroupBy(candidate => candidate.Iteration).ToList();
        iterations.Should().HaveCount(15);
        var current = PromptTable.Text(0);
        foreach (var iteration in iterations)
        {
            var chosen = iteration.Single(candidate => candidate.Chosen);
            var before = iteration.Single(candidate => candidate.Prompt == current);
            chosen.Score.Should().BeGreaterThanOrEqualTo(before.Score).And.Be(iteration.Max(candidate => candidate.Score));
            current = chosen.Prompt;
        }
    }

    [Fact]
    public async Task What_is_returned_is_the_best_that_was_ever_chosen_on_the_validation_examples()
    {
        var table = PromptTable.Random(rules: 4, new Seed(10));
        var result = await _search.RunAsync(table, new DlnOptions { Iterations = 12, BatchSize = 1, Proposals = 5, Memory = 0 });
        var chosen = _search.Journal.Candidates.Where(candidate => candidate.Chosen).Select(candidate => candidate.Prompt).Distinct().ToList();
        chosen.Should().HaveCountGreaterThan(2, "small batches move the current prompt about");
        var scores = Enumerable.Range(0, table.Prompts).Where(index => chosen.Contains(PromptTable.Text(index)) || index == 0).Select(table.Score);
        result.Score.Should().BeApproximately(scores.Max(), 1e-12);
    }

    [Fact]
    public async Task Earlier_prompts_in_memory_compete_again_and_are_improved_too()
    {
        await _search.RunAsync(PromptTable.Random(rules: 4, new Seed(10)), new DlnOptions { Iterations = 12, BatchSize = 1, Proposals = 6, Memory = 2 });
        var lastIterations = _search.Journal.Candidates.Where(candidate => candidate.Iteration > 5).ToList();
        lastIterations.GroupBy(candidate => candidate.Iteration).Should().AllSatisfy(iteration =>
            iteration.Count(candidate => _search.Journal.Candidates.Any(earlier => earlier.Iteration < iteration.Key && earlier.Chosen && earlier.Prompt == candidate.Prompt)).Should().BeGreaterThan(1));
    }
}
