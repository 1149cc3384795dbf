using System.Text.Encodings.Web;
using System.Text.Json;
using Tessera.Debugging.Trajectories;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Episodes;

/// <summary>What an agent did, for people to read: the first and the last calls of a long episode, each shortened. The trajectory holds everything.</summary>
internal sealed class EpisodeTranscript
{
    private const int ShownSteps = 100;
    private const int ShownText = 4000;
    private const int ShownArguments = 1000;

    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<TranscriptEntry> _first = [];
    private readonly Queue<IReadOnlyList<TranscriptEntry>> _last = [];
    private int _leftOut;

    /// <summary>How many calls were made.</summary>
    public int Steps { get; private set; }

    public void Add(TrajectoryStep step)
    {
        TranscriptEntry[] entries = [.. step.Observations.Select((observation, index) => new TranscriptEntry(
            step.Call.Tool, BoundedText.Cut(observation.Text, ShownText), index == 0 ? Action(step.Call) : null, observation.Failed))];
        if (Steps++ < ShownSteps)
        {
            _first.AddRange(entries);
            return;
        }

        _last.Enqueue(entries);
        if (_last.Count <= ShownSteps) return;
        _last.Dequeue();
        _leftOut++;
    }

    public Transcript ToFinding()
    {
        TranscriptEntry[] gap = _leftOut == 0 ? [] : [new TranscriptEntry("", FormattableString.Invariant($"{_leftOut} calls are left out here; the trajectory has them."))];
        return new Transcript { Title = "What the agent did", Entries = [.. _first, .. gap, .. _last.SelectMany(entries => entries)] };
    }

    private static string Action(ToolCall call) =>
        call.Arguments.Count == 0 ? call.Tool : $"{call.Tool} {BoundedText.Cut(call.Arguments.ToJsonString(_json), ShownArguments)}";
}
