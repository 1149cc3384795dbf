using System.Text.Json.Nodes;
using Tessera.Language.Journals;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Steps;

namespace Tessera.Language.Optimization;

/// <summary>Shows people what a search found.</summary>
internal static class OptimizationFindings
{
    public static void Report(IStepContext context, string initialPrompt, OptimizedPrompt output, OptimizationJournal journal)
    {
        RecordMetrics(context, output);
        context.AddFinding(Comparison(initialPrompt, output));
        context.AddFinding(new TextDifference { Title = "The prompt", Subject = "prompt", Before = initialPrompt, After = output.Prompt });
        if (journal.Iterations.Count > 0) context.AddFinding(Progress(journal));
        if (journal.Candidates.Count > 0) context.AddFinding(Descent(journal));
    }

    private static void RecordMetrics(IStepContext context, OptimizedPrompt output)
    {
        context.RecordMetric("calls", output.Calls);
        context.RecordMetric("tokens", output.InputTokens + output.OutputTokens);
        foreach (var (name, value) in new[] { ("score", output.Score), ("initialScore", output.InitialScore), ("accuracyBefore", output.AccuracyBefore), ("accuracyAfter", output.AccuracyAfter) })
        {
            if (value is { } known) context.RecordMetric(name, known);
        }
    }

    private static Table Comparison(string initialPrompt, OptimizedPrompt output) => new()
    {
        Title = "Before and after",
        Caption = $"{output.Calls} requests, {output.InputTokens} tokens read, {output.OutputTokens} written, {output.Iterations} iterations."
            + (output.BudgetExhausted ? " The budget ended the search." : ""),
        Columns = ["", "prompt", "score", "accuracy"],
        Rows =
        [
            ["before", initialPrompt, Cell(output.InitialScore), Cell(output.AccuracyBefore)],
            ["after", output.Prompt, Cell(output.Score), Cell(output.AccuracyAfter)],
        ],
    };

    private static Series Progress(OptimizationJournal journal) => new()
    {
        Title = "Score by iteration",
        HorizontalAxis = "iteration",
        VerticalAxis = "score (larger is better)",
        Lines = [.. journal.Iterations
            .SelectMany(iteration => iteration.Value.Where(pair => pair.Key.EndsWith("Score", StringComparison.Ordinal) && double.IsFinite(pair.Value))
                .Select(pair => (Name: pair.Key, Point: new SeriesPoint(iteration.Key, pair.Value))))
            .GroupBy(entry => entry.Name, StringComparer.Ordinal)
            .OrderBy(line => line.Key, StringComparer.Ordinal)
            .Select(line => new SeriesLine(line.Key, [.. line.Select(entry => entry.Point)]))],
    };

    private static Tree Descent(OptimizationJournal journal) => new()
    {
        Title = "Prompts by descent",
        Caption = "Each prompt stands under the one it was first made from, with its last score.",
        Roots = PromptTree.Of(journal.Candidates),
    };

    private static JsonValue? Cell(double? value) => value is { } known ? JsonValue.Create(known) : null;
}
