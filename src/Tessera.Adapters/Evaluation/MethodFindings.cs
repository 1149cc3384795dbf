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
        foreach (var (title, scoresOf, differenceOf) in Parts())
        {
            if (scoresOf(compared.Methods[0]) is null) continue;
            yield return PerTask($"Score of each {title} task", compared.Methods, scoresOf);
            if (compared.Methods.Count < 2) continue;
            yield return FromBest(title, compared, scoresOf, differenceOf);
            yield return Differences(title, compared.Methods, scoresOf);
        }
    }

    private static (string Title, Func<MethodResult, MethodScores?> ScoresOf, Func<MethodComparison, ScoreDifference?> DifferenceOf)[] Parts() =>
        [("held-out", method => method.HeldOut, pair => pair.HeldOut), ("training", method => method.Training, pair => pair.Training)];

    private static Table Methods(ComparedMethods compared) => new()
    {
        Title = "Methods",
        Caption = "Mean over tasks, with its 95 % bootstrap interval for these tasks: examples are drawn within each of them.",
        Columns = ["method", "held out", "from", "to", "training", "from", "to"],
        Rows = [.. compared.Methods.Select(method => (IReadOnlyList<JsonNode?>)[method.Name, .. Cells(method.HeldOut), .. Cells(method.Training)])],
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

    private static Table FromBest(string title, ComparedMethods compared, Func<MethodResult, MethodScores?> scoresOf, Func<MethodComparison, ScoreDifference?> differenceOf)
    {
        var best = compared.Methods.MaxBy(method => scoresOf(method)!.Mean)!.Name;
        return new Table
        {
            Title = $"Difference from {best}, the best on {title} tasks",
            Caption = "Paired on the same examples, with 95 % intervals: for these tasks, and as if tasks were drawn, too, which few tasks tell only roughly. An interval that holds 0 decides nothing.",
            Columns = ["method", "difference", "from", "to", "from, across tasks", "to, across tasks"],
            Rows = [.. compared.Methods.Where(method => method.Name != best).Select(method => Row(method.Name, best, compared.Comparisons, differenceOf))],
        };
    }

    private static IReadOnlyList<JsonNode?> Row(string method, string best, IReadOnlyList<MethodComparison> comparisons, Func<MethodComparison, ScoreDifference?> differenceOf)
    {
        var pair = comparisons.Single(pair => (pair.Method == method && pair.Other == best) || (pair.Method == best && pair.Other == method));
        var difference = differenceOf(pair)!;
        if (pair.Method == best) difference = new ScoreDifference(-difference.Difference, [-difference.Interval[1], -difference.Interval[0]], [-difference.AcrossTasks[1], -difference.AcrossTasks[0]]);
        return [method, Cell(difference.Difference), Cell(difference.Interval[0]), Cell(difference.Interval[1]), Cell(difference.AcrossTasks[0]), Cell(difference.AcrossTasks[1])];
    }

    private static Matrix Differences(string title, IReadOnlyList<MethodResult> methods, Func<MethodResult, MethodScores?> scoresOf) => new()
    {
        Title = $"Differences of means on {title} tasks",
        Caption = "The mean of the row's method minus that of the column's. Intervals of all pairs are in the output of the step.",
        RowNames = [.. methods.Select(method => method.Name)],
        ColumnNames = [.. methods.Select(method => method.Name)],
        Values = [.. methods.Select(row => (IReadOnlyList<double>)[.. methods.Select(column => Math.Round(scoresOf(row)!.Mean - scoresOf(column)!.Mean, Digits))])],
    };

    private static JsonNode?[] Cells(MethodScores? scores) => [Cell(scores?.Mean), Cell(scores?.Interval[0]), Cell(scores?.Interval[1])];

    private static JsonValue? Cell(double? value) => value is { } number ? JsonValue.Create(Math.Round(number, Digits)) : null;
}
