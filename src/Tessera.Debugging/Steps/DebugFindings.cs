using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Debugging.Trajectories;
using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Steps;

/// <summary>What <c>step/debug</c> hands over for people to look at.</summary>
internal static class DebugFindings
{
    // A transcript is read by people; the trajectory holds every observation whole.
    private const int ShownText = 4000;

    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Report(
        IStepContext context, EvaluationResult before, EvaluationResult after, IReadOnlyList<TrajectoryStep> steps, IReadOnlyList<ChangedFile> changes)
    {
        context.AddFinding(new Table
        {
            Title = "Evaluation before and after",
            Columns = ["", "result", "tests passed", "tests run"],
            Rows = [Row("before", before), Row("after", after)],
        });
        context.AddFinding(new Transcript { Title = "What the agent did", Entries = [.. steps.SelectMany(Entries)] });
        foreach (var change in changes)
            context.AddFinding(new TextDifference { Title = $"Change of {change.Path}", Subject = change.Path, Before = change.Before ?? "", After = change.After ?? "" });
    }

    private static IReadOnlyList<JsonNode?> Row(string when, EvaluationResult evaluation) =>
        [when, evaluation.TimedOut ? "timed out" : evaluation.Passed ? "passed" : "failed", evaluation.Counts?.Passed, evaluation.Counts?.Total];

    private static IEnumerable<TranscriptEntry> Entries(TrajectoryStep step) => step.Observations.Select((observation, index) =>
        new TranscriptEntry(step.Call.Tool, BoundedText.Cut(observation.Text, ShownText), index == 0 ? Action(step.Call) : null, observation.Failed));

    private static string Action(ToolCall call) => call.Arguments.Count == 0 ? call.Tool : $"{call.Tool} {BoundedText.Cut(call.Arguments.ToJsonString(_json), 1000)}";
}
