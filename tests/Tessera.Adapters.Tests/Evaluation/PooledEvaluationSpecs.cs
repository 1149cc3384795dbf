using Tessera.Adapters.Evaluation;
using Tessera.Adapters.Steps;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Tests.Evaluation;

/// <summary>Several choices of held-out tasks, or several seeds, as one result.</summary>
public sealed class PooledEvaluationSpecs : IDisposable
{
    private readonly RecordingContext _context = new();

    [Fact]
    public async Task The_mean_is_that_over_choices_of_their_means_over_tasks()
    {
        var pooled = await PoolAsync(
            Choice("first", ("a", "1100", "1111"), ("b", "1000", "0000")),
            Choice("second", ("c", "1110", "0000")));

        pooled.Methods.Select(method => method.Name).Should().Equal("base", "other");
        pooled.Methods[0].HeldOut!.Mean.Should().BeApproximately(((0.5 + 0.25) / 2 + 0.75) / 2, 1e-12);
        pooled.Methods[1].HeldOut!.Mean.Should().BeApproximately(0.25, 1e-12);
        pooled.Methods[0].HeldOut!.PerTask.Should().Equal(new Dictionary<string, double> { ["a"] = 0.5, ["b"] = 0.25, ["c"] = 0.75 });
        pooled.Comparisons.Single().HeldOut!.Difference.Should().BeApproximately(((0.5 + 0.25) / 2 + 0.75) / 2 - 0.25, 1e-12);
        pooled.Choices.Select(choice => choice.Means["base"].HeldOut).Should().Equal(0.375, 0.75);
        _context.Summary.Should().HaveCount(2);
        _context.Findings.Select(finding => finding.Title).Should().Contain("Held-out mean of each choice of tasks");
    }

    [Fact]
    public async Task One_evaluation_pooled_has_the_scores_that_it_had()
    {
        var pooled = await PoolAsync(Choice("only", ("a", "1100", "1111"), ("b", "1000", "0000")));

        pooled.Methods[0].HeldOut!.Mean.Should().Be(0.375);
        pooled.Methods[0].HeldOut!.Interval[0].Should().BeLessThan(0.375);
    }

    [Fact]
    public async Task The_same_examples_asked_again_do_not_make_a_result_surer()
    {
        var random = new Seed(7).CreateRandom();
        string Values() => string.Concat(Enumerable.Range(0, 200).Select(_ => random.Next(2) == 0 ? '0' : '1'));
        var (one, other) = (Values(), Values());

        var (single, twice) = (await PoolAsync(Choice("first", ("a", one, other))), await PoolAsync(Choice("first", ("a", one, other)), Choice("second", ("a", one, other))));
        var others = await PoolAsync(Choice("first", ("a", one, other)), Choice("second", ("b", other, one)));

        double Width(ComparedMethods compared) => compared.Methods[0].HeldOut!.Interval[1] - compared.Methods[0].HeldOut!.Interval[0];
        Width(twice).Should().BeApproximately(Width(single), 0.005, "two seeds on the same examples share what is chance of the examples");
        Width(others).Should().BeApproximately(Width(single) / Math.Sqrt(2), 0.012, "other tasks have examples of their own");
    }

    [Fact]
    public async Task What_was_evaluated_of_other_methods_or_by_other_examples_is_refused()
    {
        var first = Choice("first", ("a", "1100", "1111"));
        var fewer = first with { Name = "second", Examples = first.Examples.Where(method => method.Key == "base").ToDictionary() };

        (await Refused(first, fewer)).Should().Match<Diagnostic>(problem => problem.Id == "TESS5535" && problem.Message.Contains("only one of them has 'other'"));
        (await Refused(first, Choice("second", ("a", "110", "111")))).Should().Match<Diagnostic>(problem => problem.Id == "TESS5536" && problem.Message.Contains("'a' has 4 examples in one evaluation and 3 in another"));
        (await Refused(first, first)).Should().Match<Diagnostic>(problem => problem.Id == "TESS5537" && problem.Message.Contains("'first'"));
    }

    public void Dispose() => _context.Dispose();

    private async Task<Diagnostic> Refused(params EvaluatedChoice[] choices) =>
        (await FluentActions.Invoking(() => PoolAsync(choices)).Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single();

    private Task<ComparedMethods> PoolAsync(params EvaluatedChoice[] choices) => new PoolEvaluationsStep(new PoolEvaluationsOptions
    {
        Evaluations = [.. choices.Select(choice => new ComparedMethods([], [], [choice]))],
        Resamples = 4000,
    }).RunAsync(_context, CancellationToken.None);

    private static EvaluatedChoice Choice(string name, params (string Task, string Base, string Other)[] tasks)
    {
        IReadOnlyDictionary<string, string> Of(Func<(string Task, string Base, string Other), string> values) => tasks.ToDictionary(task => task.Task, values);
        var examples = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["base"] = Of(task => task.Base), ["other"] = Of(task => task.Other) };
        var values = examples.ToDictionary(method => method.Key, method => (IReadOnlyDictionary<string, double[]>)method.Value.ToDictionary(task => task.Key, task => ScoreTexts.Read(task.Value)));
        IReadOnlyList<string> heldOut = [.. tasks.Select(task => task.Task)];
        return new EvaluatedChoice(name, "00", heldOut, [], MethodStatistics.MeansOf(heldOut, [], values), examples);
    }
}
