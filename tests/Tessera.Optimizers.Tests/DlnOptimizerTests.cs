using System.Globalization;
using System.Text.Json;
using Tessera.Language.Budgets;
using Tessera.Language.Caching;
using Tessera.Optimizers.Dln;
using Tessera.Optimizers.Dln.Selection;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

public sealed class DlnOptimizerTests : IDisposable
{
    private static readonly DlnOptions Small = new() { Iterations = 4, BatchSize = 4, Proposals = 6 };

    private readonly Search _search = new();
    private readonly PromptTable _table = PromptTable.Random(rules: 4, new Seed(21));

    public void Dispose() => _search.Dispose();

    [Fact]
    public async Task Every_request_of_a_run_has_a_seed_of_its_own()
    {
        var model = new ObservedModel(_search.ModelOf(_table));
        await _search.RunAsync(Search.TaskFor(model, PromptTable.Text(0)), Small);
        var seeds = model.Generated.Select(request => request.Seed).ToList();
        seeds.Should().HaveCount(4 * 6).And.OnlyHaveUniqueItems();
        // Of a few examples, two orders may be the same by chance; that all are is no chance.
        var first = model.Generated.Take(6).Select(request => request.Prompt).ToList();
        Small.Messages.Should().OnlyContain(message => first.Any(prompt => prompt.Contains(message)));
        first.Distinct().Should().HaveCountGreaterThan(Small.Messages.Count, "the order of the examples differs, too");
    }

    [Fact]
    public async Task Proposals_do_not_collapse_into_one()
    {
        await _search.RunAsync(_table, new DlnOptions { Iterations = 1, Proposals = 40 });
        var proposed = _search.Journal.Candidates.Where(candidate => candidate.Parent is not null).ToList();
        proposed.Should().HaveCount(4, "there are four neighbours, and forty draws reach them all").And.AllSatisfy(candidate => candidate.Parent.Should().Be(PromptTable.Text(0)));
    }

    [Fact]
    public async Task Proposals_that_differ_in_white_space_alone_are_scored_once()
    {
        var plain = new ObservedModel(_search.ModelOf(_table));
        var first = await _search.RunAsync(Search.TaskFor(plain, PromptTable.Text(0)), Small);
        var padding = 0;
        var padded = new ObservedModel(_search.ModelOf(_table))
        {
            Change = (_, generation) => generation with { Text = "  " + generation.Text.Replace(" ", new string(' ', 1 + (padding++ % 3))) + "\n" },
        };
        var second = await _search.RunAsync(Search.TaskFor(padded, PromptTable.Text(0)), Small);
        padded.Scored.Should().HaveCount(plain.Scored.Count);
        second.Score.Should().Be(first.Score);
    }

    [Fact]
    public async Task Requests_are_as_many_as_the_algorithm_needs()
    {
        var observed = new ObservedModel(_search.ModelOf(_table));
        await _search.RunAsync(Search.TaskFor(new CachedLanguageModel(observed), PromptTable.Text(0)), new DlnOptions { Iterations = 1, Proposals = 40 });
        observed.Generated.Should().HaveCount(40);
        observed.Scored.Should().HaveCount(5 * PromptTable.Inputs * 2, "the prompt given and four neighbours are scored on each input for two classes, once");
    }

    [Fact]
    public async Task Side_by_side_or_one_by_one_cached_or_not_the_trace_is_the_same_byte_for_byte()
    {
        var model = _search.ModelOf(_table);
        var traces = new List<string>();
        foreach (var variant in new ILanguageModel[] { model, new ObservedModel(model) { Parallelism = 32 }, new CachedLanguageModel(model), new CachedLanguageModel(new ObservedModel(model) { Parallelism = 8 }) })
        {
            var result = await _search.RunAsync(Search.TaskFor(variant, PromptTable.Text(0)), Small);
            traces.Add(JsonSerializer.Serialize(new { result, _search.Journal.Candidates, _search.Journal.Iterations }));
        }

        traces.Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Another_seed_goes_another_way()
    {
        var traces = new List<string>();
        for (ulong seed = 1; seed <= 4; seed++)
        {
            await _search.RunAsync(_table, new DlnOptions { Iterations = 3, BatchSize = 2, Proposals = 2 }, seed);
            traces.Add(JsonSerializer.Serialize(_search.Journal.Candidates));
        }

        traces.Distinct().Should().HaveCountGreaterThan(1);
    }

    [Fact]
    public async Task With_any_budget_the_best_so_far_is_returned_and_the_budget_is_kept()
    {
        var model = _search.ModelOf(_table);
        var unlimited = new LanguageBudget();
        var free = await _search.RunAsync(Search.TaskFor(new CachedLanguageModel(new BudgetedLanguageModel(model, unlimited)), PromptTable.Text(0)), Small);
        double? last = null;
        for (var calls = 1; calls <= unlimited.Calls; calls += 7)
        {
            var budget = new LanguageBudget(calls);
            var result = await _search.RunAsync(Search.TaskFor(new CachedLanguageModel(new BudgetedLanguageModel(model, budget)), PromptTable.Text(0)), Small);
            budget.Calls.Should().BeLessThanOrEqualTo(calls);
            result.BudgetExhausted.Should().Be(calls < unlimited.Calls);
            result.Iterations.Should().BeLessThanOrEqualTo(4);
            if (double.IsNaN(result.Score))
            {
                calls.Should().BeLessThan(PromptTable.Inputs * 2, "the first evaluation needs that many");
                continue;
            }

            if (last is { } before) result.Score.Should().BeGreaterThanOrEqualTo(before, "more budget is never worse");
            last = result.Score;
            result.Score.Should().BeInRange(result.InitialScore, free.Score);
        }

        last.Should().NotBeNull();
    }

    [Fact]
    public async Task A_model_that_does_not_score_is_optimised_by_accuracy()
    {
        var start = Enumerable.Range(0, _table.Prompts).MinBy(_table.Accuracy);
        var model = new ObservedModel(_search.ModelOf(_table)) { Hidden = LanguageModelCapabilities.Score };
        var result = await _search.RunAsync(Search.TaskFor(model, PromptTable.Text(start)), new DlnOptions { Iterations = 2, Proposals = 40, Scoring = PromptScoring.Accuracy });
        result.InitialScore.Should().BeApproximately(_table.Accuracy(start), 1e-12);
        result.Score.Should().BeGreaterThan(result.InitialScore)
            .And.BeGreaterThanOrEqualTo(Enumerable.Range(0, 4).Max(rule => _table.Accuracy(start ^ (1 << rule))) - 1e-12);
        model.Scored.Should().BeEmpty();
    }

    [Fact]
    public async Task By_accuracy_nothing_is_proposed_when_nothing_is_wrong()
    {
        var table = PromptTable.Unimodal(rules: 4, new Seed(22));
        var model = new ObservedModel(_search.ModelOf(table));
        await _search.RunAsync(Search.TaskFor(model, PromptTable.Text(table.Optimum)), new DlnOptions { Iterations = 3, Scoring = PromptScoring.Accuracy });
        model.Generated.Should().BeEmpty();
    }

    [Fact]
    public async Task Free_text_is_optimised_too()
    {
        var table = PromptTable.Unimodal(rules: 3, new Seed(23));
        var task = Search.TaskFor(_search.ModelOf(table), PromptTable.Text(table.Optimum ^ 7));
        task = task with { Program = new PromptProgram([task.Program.Layers[0] with { Classes = [] }]) };
        var result = await _search.RunAsync(task, new DlnOptions { Iterations = 5 });
        result.Program.Layers[0].Prompt.Should().Be(PromptTable.Text(table.Optimum));
        result.Score.Should().BeApproximately(table.Score(table.Optimum), 1e-12);
    }

    [Fact]
    public async Task The_proposer_sees_right_and_wrong_answers_as_they_were_given()
    {
        var model = new ObservedModel(_search.ModelOf(_table));
        await _search.RunAsync(Search.TaskFor(model, PromptTable.Text(0)), new DlnOptions { Iterations = 1, Proposals = 1 });
        var request = model.Generated.Single().Prompt;
        request.Should().Contain($"<current-instruction>\n{PromptTable.Text(0)}\n</current-instruction>");
        var evaluation = new LayerEvaluation(model, new Language.Templates.LiquidTemplateRenderer(), new Language.Losses.ExactMatchLoss());
        var task = Search.TaskFor(model, PromptTable.Text(0));
        var answers = await evaluation.AnswerAsync([.. task.Training.Select(example => new LayerInput(task.Program.Layers[0], example))], CancellationToken.None);
        answers.Select(answer => answer.Loss).Distinct().Should().HaveCount(2, "the table has right and wrong answers for this prompt");
        foreach (var (example, answer) in task.Training.Zip(answers))
        {
            request.Should().Contain(answer.Loss == 0
                ? $"- Question: {example.Input}\n  Answer: {example.Target}"
                : $"- Question: {example.Input}\n  Answer given: {answer.Output}\n  Right answer: {example.Target}");
        }
    }

    [Fact]
    public async Task Empty_proposals_are_no_candidates()
    {
        var model = new ObservedModel(_search.ModelOf(_table)) { Change = (_, generation) => generation with { Text = " \n " } };
        var result = await _search.RunAsync(Search.TaskFor(model, PromptTable.Text(0)), Small);
        result.Program.Layers[0].Prompt.Should().Be(PromptTable.Text(0));
        result.Iterations.Should().Be(4);
    }

    [Fact]
    public async Task The_order_of_examples_and_the_names_of_classes_leave_scores_as_they_are()
    {
        var model = _search.ModelOf(_table);
        var task = Search.TaskFor(model, PromptTable.Text(0));
        await _search.RunAsync(task, new DlnOptions { Iterations = 1 });
        var original = Scores();

        await _search.RunAsync(task with { Training = [.. task.Training.Reverse()] }, new DlnOptions { Iterations = 1 });
        Scores().Should().HaveCount(original.Count).And.AllSatisfy(pair => pair.Value.Should().BeApproximately(original[pair.Key], 1e-12));

        var renamed = task.Program.Layers[0] with { Classes = [new AnswerClass("B", ["no"]), new AnswerClass("A", ["yes"])] };
        var training = task.Training.Select(example => example with { Target = example.Target == "yes" ? "A" : "B" }).ToList();
        await _search.RunAsync(task with { Program = new PromptProgram([renamed]), Training = training }, new DlnOptions { Iterations = 1 });
        Scores().Should().HaveCount(original.Count).And.AllSatisfy(pair => pair.Value.Should().BeApproximately(original[pair.Key], 1e-12));

        await _search.RunAsync(task, new DlnOptions { Iterations = 1, Proposals = 2 });
        Scores().Should().AllSatisfy(pair => pair.Value.Should().BeApproximately(original[pair.Key], 1e-12));

        Dictionary<string, double> Scores() => _search.Journal.Candidates.ToDictionary(candidate => candidate.Prompt, candidate => candidate.Score);
    }

    [Fact]
    public async Task A_cancelled_search_ends_with_an_exception()
    {
        var searching = () => new DlnOptimizer(Small).OptimizeAsync(Search.TaskFor(_search.ModelOf(_table), PromptTable.Text(0)), new CancellationToken(canceled: true));
        await searching.Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("layers", "TESS6301")]
    [InlineData("examples", "TESS6301")]
    [InlineData("proposer", "TESS6302")]
    [InlineData("scorer", "TESS6302")]
    [InlineData("generator", "TESS6302")]
    public async Task A_task_that_does_not_fit_is_explained_before_anything_is_asked(string fault, string id)
    {
        var model = new ObservedModel(_search.ModelOf(_table)) { Hidden = fault switch { "scorer" => LanguageModelCapabilities.Score, "generator" => LanguageModelCapabilities.Generate | LanguageModelCapabilities.Score, _ => default } };
        var task = Search.TaskFor(model, PromptTable.Text(0));
        var options = new DlnOptions { Scoring = fault == "generator" ? PromptScoring.Accuracy : PromptScoring.LogProbability };
        task = fault switch
        {
            "layers" => task with { Program = new PromptProgram([task.Program.Layers[0], task.Program.Layers[0]]) },
            "examples" => task with { Training = [] },
            "proposer" => task with { Backward = new ObservedModel(model) { Hidden = LanguageModelCapabilities.Generate } },
            "generator" => task with { Backward = _search.ModelOf(_table) },
            _ => task,
        };

        var failure = (await FluentActions.Awaiting(() => _search.RunAsync(task, options)).Should().ThrowAsync<TesseraException>()).Which;

        failure.Diagnostics.Should().ContainSingle(diagnostic => diagnostic.Id == id && diagnostic.Remedy != null);
        model.Generated.Should().BeEmpty();
        model.Scored.Should().BeEmpty();
    }

    [Fact]
    public async Task When_every_answer_is_impossible_scores_are_numbers_and_the_current_prompt_wins_the_tie()
    {
        var table = PromptTable.Unimodal(rules: 2, new Seed(24));
        var task = Search.TaskFor(_search.ModelOf(table), PromptTable.Text(0));
        var layer = task.Program.Layers[0] with { Classes = [new AnswerClass("yes", ["never"]), new AnswerClass("no", ["nowhere"])] };
        var result = await _search.RunAsync(task with { Program = new PromptProgram([layer]) }, Small);
        result.Score.Should().Be(LayerEvaluation.Impossible);
        _search.Journal.Candidates.Select(candidate => candidate.Prompt).Distinct().Should().HaveCountGreaterThan(1);
        _search.Journal.Candidates.Where(candidate => candidate.Chosen).Should().OnlyContain(candidate => candidate.Prompt == PromptTable.Text(0));
        _search.Journal.Candidates.Should().AllSatisfy(candidate => double.IsFinite(candidate.Score).Should().BeTrue(candidate.Score.ToString(CultureInfo.InvariantCulture)));
    }
}
