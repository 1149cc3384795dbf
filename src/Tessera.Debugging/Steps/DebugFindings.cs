using System.Text.Json.Nodes;
using Tessera.Debugging.Episodes;
using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Steps;

namespace Tessera.Debugging.Steps;

/// <summary>What <c>step/debug</c> hands over for people to look at.</summary>
internal static class DebugFindings
{
    private const int LongestMessage = 500;

    public static void Report(
        IStepContext context, EpisodeResult result, (EvaluationResult Before, EvaluationResult After) evaluations, Transcript transcript, IReadOnlyList<ChangedFile> changes)
    {
        context.AddFinding(new Table
        {
            Title = "Evaluation before and after",
            Columns = ["", "result", "tests passed", "tests run"],
            Rows = [Row("before", evaluations.Before), Row("after", evaluations.After)],
            Caption = Caption(result),
        });
        context.AddFinding(transcript);
        foreach (var change in changes)
            context.AddFinding(new TextDifference { Title = $"Change of {change.Path}", Subject = change.Path, Before = change.Before ?? "", After = change.After ?? "" });
    }

    /// <summary>How an agent's work ended, in a few words, with what it or its model said last.</summary>
    public static string Ending(EpisodeResult result) =>
        $"{result.StopReason}{(string.IsNullOrWhiteSpace(result.Message) ? "" : $": {(result.Message.Length > LongestMessage ? result.Message[..LongestMessage] + "..." : result.Message)}")}";

    private static string Caption(EpisodeResult result) => FormattableString.Invariant(
        $"{Ending(result)} after {result.Steps} {(result.Steps == 1 ? "call" : "calls")}. {(result.Patch.Length == 0 ? "Nothing was changed." : $"What was changed stands in {Episode.PatchFile}.")}{(result.IsUnfinished ? " The next run does this work anew." : "")}");

    private static IReadOnlyList<JsonNode?> Row(string when, EvaluationResult evaluation) =>
        [when, evaluation.TimedOut ? "timed out" : evaluation.Passed ? "passed" : "failed", evaluation.Counts?.Passed, evaluation.Counts?.Total];
}
