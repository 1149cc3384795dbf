using System.Text.Json.Nodes;
using Tessera.Sdk.Findings;

namespace Tessera.Adapters.Evaluation;

/// <summary>Shows a comparison of methods to people.</summary>
internal static class MethodFindings
{
    private const int Digits = 4;

    /// <summary>All that is to be shown: the methods, the scores of each task, the differences.</summary>
    public static IEnumerable<Finding> Of(ComparedMethods compared)
    {
        yield return Methods(compared);
        if (compared.Choices.Count > 1) yield return Choices(compared);
        foreach (var (title, scoresOf, differenceOf) in Parts(compared))
        {
            yield return PerTask($"Score of each {title} task", compared.Methods, scoresOf);
            if (compared.Methods.Count < 2) continue;
            yield return FromBest(title, compared, scoresOf, differenceOf);
            yield return Differences(title, compared.Methods, scoresOf);
        }
    }

    private static IReadOnlyList<(string Title, Func<MethodResult, MethodScores?> ScoresOf, Func<MethodComparison, ScoreDifference?> DifferenceOf)> Parts(ComparedMethods compared) =>
    [
        .. compared.Methods[0].HeldOut is null ? [] : new (string, Func<MethodResult, MethodScores?>, Func<MethodComparison, ScoreDifference?>)[] { ("held-out", method => method.HeldOut, pair => pair.HeldOut) },
        .. compared.Methods[0].Training is null ? [] : new (string, Func<MethodResult, MethodScores?>, Func<MethodComparison, ScoreDifference?>)[] { ("training", method => method.Training, pair => pair.Training) },
    ];

    private static Comparison Methods(ComparedMethods compared) => new()
    {
        Title = "Methods",
        Caption = "Mean over tasks, with its 95 % bootstrap interval for these tasks: examples are drawn within each of them.",
        Axis = "score, more is better",
        Measures = [.. Parts(compared).Select(part => $"{part.Title} tasks")],
        Baseline = compared.Methods[0].Name,
        Rows = [.. compared.Methods.Select(method => new ComparisonRow(method.Name, [.. Parts(compared).Select(part => Estimated(part.ScoresOf(method)!.Mean, part.ScoresOf(method)!.Interval))]))],
    };

    private static Table Choices(ComparedMethods compared) => new()
    {
        Title = "Held-out mean of each choice of tasks",
        Caption = "How far choices and seeds differ; the intervals of the means over them do not hold that.",
        Columns = ["method", .. compared.Choices.Select(choice => choice.Name), "mean"],
        Rows = [.. compared.Methods.Select(method => (IReadOnlyList<JsonNode?>)[method.Name, .. compared.Choices.Select(choice => Cell(choice.Means[method.Name].HeldOut)), Cell(method.HeldOut?.Mean)])],
    };

    private static Matrix PerTask(string title, IReadOnlyList<MethodResult> methods, Func<MethodResult, MethodScores?> scoresOf)
    {
        IReadOnlyList<string> tasks = [.. scoresOf(methods[0])!.PerTask.Keys];
        return new Matrix
        {
            Title = title,
            RowNames = tasks,
            ColumnNames = [.. methods.Select(method => method.Name)],
            Values = [.. tasks.Select(task => (IReadOnlyList<double>)[.. methods.Select(method => Math.Round(scoresOf(method)!.PerTask[task], Digits))])],
        };
    }

    private static Comparison FromBest(string title, ComparedMethods compared, Func<MethodResult, MethodScores?> scoresOf, Func<MethodComparison, ScoreDifference?> differenceOf)
    {
        var best = compared.Methods.MaxBy(method => scoresOf(method)!.Mean)!.Name;
        return new Comparison
        {
            Title = $"Difference from {best}, the best on {title} tasks",
            Caption = "Paired on the same examples, with 95 % intervals: for these tasks, and as if the tasks were drawn, too, which few tasks tell only roughly. An interval that holds 0 decides nothing.",
            Axis = $"score minus that of {best}",
            Measures = ["these tasks", "tasks drawn, too"],
            Rows = [.. compared.Methods.Where(method => method.Name != best).Select(method => new ComparisonRow(method.Name, Differences(method.Name, best, compared.Comparisons, differenceOf)))],
        };
    }

    private static IReadOnlyList<Estimate?> Differences(string method, string best, IReadOnlyList<MethodComparison> comparisons, Func<MethodComparison, ScoreDifference?> differenceOf)
    {
        var pair = comparisons.Single(pair => (pair.Method == method && pair.Other == best) || (pair.Method == best && pair.Other == method));
        var difference = differenceOf(pair)!;
        if (pair.Method == best) difference = difference.Turned();
        return [Estimated(difference.Difference, difference.Interval), Estimated(difference.Difference, difference.AcrossTasks)];
    }

    private static Matrix Differences(string title, IReadOnlyList<MethodResult> methods, Func<MethodResult, MethodScores?> scoresOf) => new()
    {
        Title = $"Differences of means on {title} tasks",
        Caption = "The mean of the row's method minus that of the column's. Intervals of all pairs are in the output of the step.",
        RowNames = [.. methods.Select(method => method.Name)],
        ColumnNames = [.. methods.Select(method => method.Name)],
        Values = [.. methods.Select(row => (IReadOnlyList<double>)[.. methods.Select(column => Math.Round(scoresOf(row)!.Mean - scoresOf(column)!.Mean, Digits))])],
    };

    private static Estimate Estimated(double value, IReadOnlyList<double> interval) => new(Math.Round(value, Digits), Math.Round(interval[0], Digits), Math.Round(interval[1], Digits));

    private static JsonValue? Cell(double? value) => value is { } number ? JsonValue.Create(Math.Round(number, Digits)) : null;
}
