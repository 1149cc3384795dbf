using System.Text.Json.Nodes;
using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Steps;

namespace Tessera.Debugging.Steps;

/// <summary>What <c>step/debug</c> hands over for people to look at.</summary>
internal static class DebugFindings
{
    public static void Report(
        IStepContext context, EvaluationResult before, EvaluationResult after, Transcript transcript, IReadOnlyList<ChangedFile> changes)
    {
        context.AddFinding(new Table
        {
            Title = "Evaluation before and after",
            Columns = ["", "result", "tests passed", "tests run"],
            Rows = [Row("before", before), Row("after", after)],
        });
        context.AddFinding(transcript);
        foreach (var change in changes)
            context.AddFinding(new TextDifference { Title = $"Change of {change.Path}", Subject = change.Path, Before = change.Before ?? "", After = change.After ?? "" });
    }

    private static IReadOnlyList<JsonNode?> Row(string when, EvaluationResult evaluation) =>
        [when, evaluation.TimedOut ? "timed out" : evaluation.Passed ? "passed" : "failed", evaluation.Counts?.Passed, evaluation.Counts?.Total];
}
