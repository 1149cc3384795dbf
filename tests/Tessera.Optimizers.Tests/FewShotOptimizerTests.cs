using Tessera.Optimizers.FewShot;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

public sealed class FewShotOptimizerTests : IDisposable
{
    private readonly Search _search = new();
    private readonly DemonstrationTable _table = new(new Seed(41));

    public void Dispose() => _search.Dispose();

    [Fact]
    public async Task Of_all_sets_the_best_is_found_when_there_are_draws_enough()
    {
        var result = await _search.RunAsync(Task(), new FewShotOptimizer(new FewShotOptions { Shots = 2, Sets = 200 }));
        var best = DemonstrationTable.Balanced.MaxBy(prompt => _table.Score(prompt))!;
        result.Program.Layers[0].Prompt.Should().Be(best);
        result.Score.Should().BeApproximately(_table.Score(best), 1e-12);
        result.InitialScore.Should().BeApproximately(Math.Log(0.5), 1e-12);
        _search.Journal.Candidates.Select(candidate => candidate.Prompt).Distinct().Should().BeEquivalentTo([.. DemonstrationTable.Balanced, DemonstrationTable.Prompt], "each target is shown once, in any order");
    }

    [Fact]
    public async Task Without_balance_any_examples_are_demonstrated_but_none_twice()
    {
        await _search.RunAsync(Task(), new FewShotOptimizer(new FewShotOptions { Shots = 2, Sets = 400, Balanced = false }));
        _search.Journal.Candidates.Where(candidate => candidate.Parent is not null).Select(candidate => candidate.Prompt).Distinct().Should().HaveCount(6 * 5);
    }

    [Fact]
    public async Task One_set_serves_the_whole_run_and_another_seed_draws_another()
    {
        var prompts = new List<string>();
        for (ulong seed = 1; seed <= 8; seed++)
        {
            var model = new ObservedModel(_search.ModelOf(_table));
            await _search.RunAsync(Search.TaskFor(model, DemonstrationTable.Prompt, seed), new FewShotOptimizer(new FewShotOptions { Shots = 2 }));
            var candidate = _search.Journal.Candidates.Single(tried => tried.Parent == DemonstrationTable.Prompt).Prompt;
            model.Scored.Select(request => request.Context[..request.Context.IndexOf("<input>", StringComparison.Ordinal)]).Distinct().Should()
                .BeEquivalentTo($"<instruction>{DemonstrationTable.Prompt}</instruction>", $"<instruction>{candidate}</instruction>");
            model.Scored.Should().HaveCount(2 * PromptTable.Inputs * 2, "both prompts are asked about each input with each class, once");
            prompts.Add(candidate);
        }

        prompts.Distinct().Should().HaveCountGreaterThan(4);
    }

    [Fact]
    public async Task Where_demonstrations_harm_the_prompt_stays_bare()
    {
        var table = new DemonstrationTable(new Seed(42));
        const int validation = 4;
        var harmed = 0;
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var task = Search.TaskFor(_search.ModelOf(table), DemonstrationTable.Prompt, (ulong)seed);
            var result = await _search.RunAsync(task with { Validation = [task.Training[validation]] }, new FewShotOptimizer(new FewShotOptions { Shots = 2 }));
            var candidate = _search.Journal.Candidates.Single(tried => tried.Parent is not null);
            result.Program.Layers[0].Prompt.Should().Be(candidate.Score > result.InitialScore ? candidate.Prompt : DemonstrationTable.Prompt);
            candidate.Score.Should().BeApproximately(table.Score(candidate.Prompt, [validation]), 1e-12);
            if (candidate.Score < result.InitialScore) harmed++;
            _search.Journal.Candidates.Should().ContainSingle(tried => tried.Chosen).Which.Prompt.Should().Be(result.Program.Layers[0].Prompt);
        }

        harmed.Should().BeInRange(1, 19, "some help and some harm");
    }

    [Theory]
    [InlineData(4, 6, 2, 2)]
    [InlineData(5, 6, 2, 3)]
    [InlineData(4, 1, 1, 3)]
    [InlineData(10, 3, 3, 6)]
    public void Targets_are_demonstrated_equally_often_as_far_as_there_are_examples(int shots, int yes, int less, int more)
    {
        var training = Examples(yes, "yes").Concat(Examples(6, "no")).ToList();
        for (ulong seed = 0; seed < 50; seed++)
        {
            var drawn = new DemonstrationDraw(Task() with { Training = training }, balanced: true).Draw(shots, new Seed(seed));
            drawn.Should().OnlyHaveUniqueItems();
            drawn.GroupBy(example => example.Target).Select(group => group.Count()).Should().BeEquivalentTo([less, more]);
        }
    }

    [Fact]
    public void Which_target_is_shown_once_more_and_which_comes_first_is_chance()
    {
        var training = Examples(6, "yes").Concat(Examples(6, "no")).ToList();
        var draws = Enumerable.Range(0, 100).Select(seed => new DemonstrationDraw(Task() with { Training = training }, balanced: true).Draw(3, new Seed((ulong)seed))).ToList();
        draws.Count(drawn => drawn.Count(example => example.Target == "yes") == 2).Should().BeInRange(30, 70);
        draws.Count(drawn => drawn[0].Target == "yes").Should().BeInRange(30, 70);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_seed_alone_decides_a_draw(bool balanced)
    {
        var draws = Enumerable.Range(0, 40).Select(seed => new DemonstrationDraw(Task(), balanced).Draw(4, new Seed((ulong)seed / 2))).ToList();
        for (var i = 0; i < draws.Count; i += 2) draws[i].Should().Equal(draws[i + 1]);
        draws.Select(drawn => string.Join('|', drawn.Select(example => example.Input))).Distinct().Should().HaveCountGreaterThan(10);
    }

    [Fact]
    public void Nothing_that_is_measured_as_a_validation_example_is_demonstrated_and_no_input_twice()
    {
        var task = Task() with { Validation = [new Example("  Question \n 0? ", "no"), new Example(PromptTable.Input(3), "no")] };
        task = task with { Training = [.. task.Training, .. task.Training] };
        var draw = new DemonstrationDraw(task, balanced: false);
        draw.Examples.Select(example => example.Input).Should().Equal(new[] { 1, 2, 4, 5 }.Select(PromptTable.Input));
        draw.Draw(100, new Seed(1)).Should().HaveCount(4);
    }

    [Fact]
    public async Task When_nothing_is_left_to_demonstrate_that_is_said_before_anything_is_asked()
    {
        var model = new ObservedModel(_search.ModelOf(_table));
        var task = Search.TaskFor(model, DemonstrationTable.Prompt);
        var searching = () => _search.RunAsync(task with { Validation = task.Training }, new FewShotOptimizer(new FewShotOptions()));
        (await searching.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS6301" && fault.Message.Contains("demonstrate"));
        model.Scored.Should().BeEmpty();
    }

    [Fact]
    public async Task A_class_is_demonstrated_by_the_text_that_stands_for_it_in_answers()
    {
        var task = Task();
        var layer = task.Program.Layers[0] with { Classes = [new AnswerClass("A", [" yes", "aye"]), new AnswerClass("B", ["no"])] };
        var training = task.Training.Select(example => example with { Target = example.Target == "yes" ? "A" : "B" }).ToList();
        await _search.RunAsync(task with { Program = new PromptProgram([layer]), Training = training }, new FewShotOptimizer(new FewShotOptions { Shots = 2 }));
        DemonstrationTable.Balanced.Should().Contain(_search.Journal.Candidates.Single(candidate => candidate.Parent is not null).Prompt);
    }

    private OptimizationTask Task() => Search.TaskFor(_search.ModelOf(_table), DemonstrationTable.Prompt);

    private static IEnumerable<Example> Examples(int count, string target) => Enumerable.Range(0, count).Select(index => new Example($"{target} {index}", target));
}
