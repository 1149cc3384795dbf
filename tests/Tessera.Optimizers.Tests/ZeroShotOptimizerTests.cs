using Tessera.Optimizers.ZeroShot;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

public sealed class ZeroShotOptimizerTests : IDisposable
{
    private readonly Search _search = new();
    private readonly PromptTable _table = PromptTable.Random(rules: 2, new Seed(31));

    public void Dispose() => _search.Dispose();

    [Fact]
    public async Task The_prompt_given_is_measured_and_comes_back_as_it_was()
    {
        var task = Search.TaskFor(_search.ModelOf(_table), PromptTable.Text(2));
        var result = await _search.RunAsync(task, new ZeroShotOptimizer(new ZeroShotOptions()));
        result.Program.Should().BeEquivalentTo(task.Program);
        result.Score.Should().BeApproximately(_table.Score(2), 1e-12).And.Be(result.InitialScore);
        (result.Iterations, result.BudgetExhausted).Should().Be((1, false));
        _search.Journal.Candidates.Should().Equal(new PromptCandidate(0, 0, PromptTable.Text(2), null, result.Score, true));
        var numbers = _search.Journal.Iterations.Should().ContainSingle().Which.Value;
        numbers["selectionScore"].Should().Be(result.Score);
        numbers["accuracy"].Should().BeApproximately(_table.Accuracy(2), 1e-12);
    }

    [Fact]
    public async Task Where_there_are_validation_examples_they_alone_are_measured_by()
    {
        var model = new ObservedModel(_search.ModelOf(_table));
        var task = Search.TaskFor(model, PromptTable.Text(1));
        await _search.RunAsync(task with { Training = [], Validation = [task.Training[3]] }, new ZeroShotOptimizer(new ZeroShotOptions()));
        model.Scored.Select(request => request.Context).Distinct().Should().ContainSingle(context => context.Contains(PromptTable.Input(3)));
    }

    [Theory]
    [InlineData("logProbability", 2)]
    [InlineData("accuracy", 1)]
    public async Task Every_class_of_every_example_is_asked_for_once_for_the_score_and_once_for_the_accuracy(string scoring, int times)
    {
        var model = new ObservedModel(_search.ModelOf(_table));
        await _search.RunAsync(Search.TaskFor(model, PromptTable.Text(0)), new ZeroShotOptimizer(Search.Options<ZeroShotOptions>($$"""{ "scoring": "{{scoring}}" }""")));
        model.Scored.Should().HaveCount(times * PromptTable.Inputs * 2);
        model.Generated.Should().BeEmpty();
    }
}
