using Tessera.Adapters.Evaluation.Intervals;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Evaluation;

/// <summary>Makes a comparison of methods from the values of examples, of one choice of held-out tasks or of several.</summary>
/// <remarks>
/// The mean of a method is the mean over choices of its mean over tasks. An example that several choices asked is drawn once for all of them: it is
/// one example, and its values are not independent.
/// </remarks>
internal static class MethodStatistics
{
    /// <summary>Makes it.</summary>
    /// <param name="choices">The choices, at least one, all of the same methods.</param>
    /// <param name="resamples">How often examples are drawn.</param>
    /// <param name="seed">The origin of the draws.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="TesseraException">TESS5536: a task has another number of examples in one choice than in another.</exception>
    public static ComparedMethods Of(IReadOnlyList<EvaluatedChoice> choices, int resamples, Seed seed, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> methods = [.. choices[0].Examples.Keys];
        var heldOut = Part(choices, methods, choice => choice.HeldOut, resamples, seed.Derive("held out"), cancellationToken);
        var training = Part(choices, methods, choice => choice.Training, resamples, seed.Derive("training"), cancellationToken);
        var comparisons =
            from one in Enumerable.Range(0, methods.Count)
            from other in Enumerable.Range(one + 1, methods.Count - one - 1)
            select new MethodComparison(methods[one], methods[other], heldOut?.Compare(one, other), training?.Compare(one, other));
        return new ComparedMethods([.. methods.Select((name, method) => new MethodResult(name, heldOut?.Scores[method], training?.Scores[method]))], [.. comparisons], choices);
    }

    /// <summary>The means of each method over the tasks of one choice.</summary>
    public static IReadOnlyDictionary<string, ChoiceMeans> MeansOf(IReadOnlyList<string> heldOut, IReadOnlyList<string> training, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double[]>> values)
    {
        double? Mean(IReadOnlyDictionary<string, double[]> own, IReadOnlyList<string> tasks) => tasks.Count == 0 ? null : tasks.Average(task => own[task].Average());
        return values.ToDictionary(method => method.Key, method => new ChoiceMeans(Mean(method.Value, heldOut), Mean(method.Value, training)));
    }

    private static PartOfTasks? Part(
        IReadOnlyList<EvaluatedChoice> choices, IReadOnlyList<string> methods, Func<EvaluatedChoice, IReadOnlyList<string>> tasksOf, int resamples, Seed seed, CancellationToken cancellationToken)
    {
        var asked = choices.Where(choice => tasksOf(choice).Count > 0).ToList();
        if (asked.Count == 0) return null;
        var tasks = asked.SelectMany(tasksOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(task => Join(task, [.. asked.Where(choice => tasksOf(choice).Contains(task, StringComparer.Ordinal))], methods, choice => 1.0 / (asked.Count * tasksOf(choice).Count)))
            .ToList();
        return new PartOfTasks(
            tasks,
            PairedBootstrap.Draw(tasks, resamples, drawsTasks: false, seed, cancellationToken),
            PairedBootstrap.Draw(tasks, resamples, drawsTasks: true, seed.Derive("tasks"), cancellationToken));
    }

    private static JudgedTask Join(string task, IReadOnlyList<EvaluatedChoice> choices, IReadOnlyList<string> methods, Func<EvaluatedChoice, double> weightOf)
    {
        var values = methods.Select(method => choices.Select(choice => ScoreTexts.Read(choice.Examples[method][task])).ToList()).ToList();
        if (values.SelectMany(method => method).Select(one => one.Length).Distinct().ToList() is [var fewest, var more, ..])
            throw new TesseraException(Diagnostic.Error(
                "TESS5536", $"The task '{task}' has {fewest} examples in one evaluation and {more} in another.", remedy: "Pool evaluations that asked the same examples: give their splits the same testExamples, and them the same trainingTests."));
        var weights = choices.Select(weightOf).ToList();
        return new JudgedTask(task, weights.Sum(), [.. values.Select(method => Enumerable.Range(0, method[0].Length).Select(example => method.Select((one, choice) => one[example] * weights[choice]).Sum()).ToArray())]);
    }

    /// <summary>The held-out tasks, or those that were trained on.</summary>
    private sealed class PartOfTasks(IReadOnlyList<JudgedTask> tasks, PairedBootstrap within, PairedBootstrap across)
    {
        public IReadOnlyList<MethodScores> Scores { get; } =
        [
            .. Enumerable.Range(0, tasks[0].Values.Count).Select(method => new MethodScores(
                Mean(tasks, method), within.IntervalOf(method), tasks.ToDictionary(task => task.Name, task => task.Values[method].Average() / task.Weight))),
        ];

        public ScoreDifference Compare(int one, int other) => new(Scores[one].Mean - Scores[other].Mean, within.IntervalOf(one, other), across.IntervalOf(one, other));

        private static double Mean(IReadOnlyList<JudgedTask> tasks, int method) => tasks.Sum(task => task.Values[method].Average()) / tasks.Sum(task => task.Weight);
    }
}
