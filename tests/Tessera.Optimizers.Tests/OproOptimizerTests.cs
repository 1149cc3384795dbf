using System.Globalization;
using System.Text.RegularExpressions;
using Tessera.Language.Caching;
using Tessera.Optimizers.Opro;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

public sealed partial class OproOptimizerTests : IDisposable
{
    private readonly Search _search = new();
    private readonly PromptTable _table = PromptTable.Random(rules: 4, new Seed(61));

    public void Dispose() => _search.Dispose();

    [Fact]
    public async Task A_table_with_one_peak_is_climbed_within_the_diameter_of_its_graph()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var table = PromptTable.Unimodal(rules: 4, new Seed(62).Derive("table", seed));
            var task = Search.TaskFor(_search.ModelOf(table), PromptTable.Text(15 ^ table.Optimum), (ulong)seed);
            var result = await _search.RunAsync(task, ByLogProbability("""{ "iterations": 4, "proposals": 40 }"""));
            result.Program.Layers[0].Prompt.Should().Be(PromptTable.Text(table.Optimum));
            result.Score.Should().BeApproximately(table.Score(table.Optimum), 1e-12);
        }
    }

    [Fact]
    public async Task With_few_proposals_the_optimum_is_still_found_nearly_always()
    {
        var found = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var table = PromptTable.Unimodal(rules: 3, new Seed(63).Derive("table", seed));
            var result = await _search.RunAsync(Search.TaskFor(_search.ModelOf(table), PromptTable.Text(0), (ulong)seed), ByLogProbability("""{ "iterations": 10, "proposals": 3, "sampleSize": 4 }"""));
            if (result.Program.Layers[0].Prompt == PromptTable.Text(table.Optimum)) found++;
        }

        found.Should().BeGreaterThanOrEqualTo(95);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(3)]
    [InlineData(1)]
    public async Task The_proposer_sees_the_best_instructions_so_far_in_ascending_order_and_no_more_than_it_should(int history)
    {
        var model = new ObservedModel(_search.ModelOf(_table));
        await _search.RunAsync(Search.TaskFor(model, PromptTable.Text(0)), ByLogProbability($$"""{ "iterations": 5, "proposals": 4, "history": {{history}} }"""));
        foreach (var (iteration, requests) in model.Generated.Chunk(4).Index())
        {
            requests.Select(request => request.Prompt).Distinct().Should().ContainSingle("an iteration shows one text");
            var shown = Shown().Matches(requests[0].Prompt).Select(match => (Mark: match.Groups["mark"].Value, Prompt: match.Groups["prompt"].Value, Score: match.Groups["score"].Value)).ToList();
            var known = _search.Journal.Candidates.Where(candidate => candidate.Iteration < iteration || candidate.Parent is null)
                .DistinctBy(candidate => candidate.Prompt).OrderByDescending(candidate => candidate.Score).Take(history).Reverse().ToList();
            shown.Select(entry => entry.Prompt).Should().Equal(known.Select(candidate => candidate.Prompt));
            shown.Select(entry => entry.Score).Should().Equal(known.Select(candidate => Math.Round(100 * Math.Exp(candidate.Score)).ToString(CultureInfo.InvariantCulture)));
            shown.Select(entry => entry.Mark).Should().Equal([.. Enumerable.Repeat("past", known.Count - 1), "current"]);
        }

        model.Generated.Select(request => request.Seed).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task By_accuracy_scores_are_shown_in_percent()
    {
        var model = new ObservedModel(_search.ModelOf(_table));
        var start = Enumerable.Range(0, _table.Prompts).First(prompt => _table.Accuracy(prompt) < 1);
        await _search.RunAsync(Search.TaskFor(model, PromptTable.Text(start)), new OproOptimizer(new OproOptions { Iterations = 1 }));
        Shown().Matches(model.Generated.First().Prompt).Should().ContainSingle().Which.Groups["score"].Value.Should().Be(Math.Round(100 * _table.Accuracy(start)).ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Other_examples_are_shown_each_time_or_none()
    {
        var model = new ObservedModel(_search.ModelOf(_table));
        await _search.RunAsync(Search.TaskFor(model, PromptTable.Text(0)), ByLogProbability("""{ "iterations": 8, "proposals": 1, "examples": 2 }"""));
        var shown = model.Generated.Select(request => string.Concat(Enumerable.Range(0, PromptTable.Inputs).Where(input => request.Prompt.Contains($"Input: {PromptTable.Input(input)}\nAnswer: {PromptTable.Target(input)}\n")))).ToList();
        shown.Should().OnlyContain(inputs => inputs.Length == 2);
        shown.Distinct().Should().HaveCountGreaterThan(3);

        var bare = new ObservedModel(_search.ModelOf(_table));
        await _search.RunAsync(Search.TaskFor(bare, PromptTable.Text(0)), ByLogProbability("""{ "iterations": 1, "examples": 0 }"""));
        bare.Generated.Should().OnlyContain(request => !request.Prompt.Contains("by example"));
    }

    [Fact]
    public async Task By_accuracy_the_search_ends_when_nothing_is_wrong()
    {
        var table = PromptTable.Unimodal(rules: 4, new Seed(22));
        var perfect = Enumerable.Range(0, table.Prompts).First(prompt => table.Accuracy(prompt) == 1);
        var model = new ObservedModel(_search.ModelOf(table));
        var result = await _search.RunAsync(Search.TaskFor(model, PromptTable.Text(perfect)), new OproOptimizer(new OproOptions()));
        (result.Score, result.Iterations).Should().Be((1, 1));
        model.Generated.Should().BeEmpty();
        _search.Journal.Candidates.Should().ContainSingle().Which.Chosen.Should().BeTrue();

        var neighbour = Enumerable.Range(0, 4).Select(rule => perfect ^ (1 << rule)).First(prompt => table.Accuracy(prompt) < 1);
        var reached = await _search.RunAsync(Search.TaskFor(_search.ModelOf(table), PromptTable.Text(neighbour)), new OproOptimizer(new OproOptions { Proposals = 40 }));
        (reached.Score, reached.Iterations).Should().Be((1, 1));
    }

    [Fact]
    public async Task Requests_are_as_many_as_the_algorithm_needs()
    {
        var observed = new ObservedModel(_search.ModelOf(_table));
        var task = Search.TaskFor(new CachedLanguageModel(observed), PromptTable.Text(0));
        task = task with { Training = [.. task.Training.Take(4)], Validation = [.. task.Training.Skip(4)] };
        await _search.RunAsync(task, ByLogProbability("""{ "iterations": 6, "proposals": 5, "sampleSize": 3 }"""));
        observed.Generated.Should().HaveCount(6 * 5);
        var compared = _search.Journal.Candidates.Select(candidate => candidate.Prompt).Distinct().Count();
        var validated = _search.Journal.Candidates.Where(candidate => candidate.Chosen).Select(candidate => candidate.Prompt).Append(PromptTable.Text(0)).Distinct().Count();
        observed.Scored.Should().HaveCount(2 * ((3 * compared) + (2 * validated)), "all instructions are scored on the sample and the best ones on validation, for two classes, once");
    }

    [Fact]
    public async Task The_best_of_each_iteration_descends_from_the_best_before_and_never_falls()
    {
        await _search.RunAsync(Search.TaskFor(_search.ModelOf(_table), PromptTable.Text(0)), ByLogProbability("""{ "iterations": 8, "proposals": 2 }"""));
        var best = _search.Journal.Candidates[0];
        foreach (var iteration in _search.Journal.Candidates.GroupBy(candidate => candidate.Iteration))
        {
            iteration.First().Prompt.Should().Be(best.Prompt);
            iteration.Skip(1).Where(candidate => candidate.Parent != best.Prompt).Should().BeEmpty();
            best = iteration.Single(candidate => candidate.Chosen);
            best.Score.Should().Be(iteration.Max(candidate => candidate.Score));
        }

        _search.Journal.Iterations.Should().HaveCount(8).And.AllSatisfy(numbers => numbers.Value.Keys.Should().Contain(["sampleScore", "selectionScore", "bestScore", "proposed", "distinct"]));
    }

    private static OproOptimizer ByLogProbability(string options) =>
        new(Search.Options<OproOptions>(options.Replace("{ ", """{ "scoring": "logProbability", """, StringComparison.Ordinal)));

    [GeneratedRegex(@"<(?<mark>past|current)-instruction>\n(?<prompt>.*?)\n</\k<mark>-instruction>\nScore: (?<score>\d+)\n")]
    private static partial Regex Shown();
}
