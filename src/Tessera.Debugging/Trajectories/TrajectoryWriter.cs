using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Debugging.Sessions;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Trajectories;

/// <summary>Writes each step as one line of JSON when it is done, so that a trajectory's size is linear in its steps.</summary>
/// <remarks>
/// <c>agent/replay</c> reads the lines' <c>tool</c> and <c>arguments</c>: a trajectory is also a recording.
/// </remarks>
internal sealed class TrajectoryWriter(string file) : IDisposable
{
    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly StreamWriter _writer = new(file) { AutoFlush = true, NewLine = "\n" };

    public void Write(TrajectoryStep step) => _writer.WriteLine(new JsonObject
    {
        ["step"] = step.Number,
        ["id"] = CheckedAnswer.Whole(step.Call.Id),
        ["tool"] = CheckedAnswer.Whole(step.Call.Tool),
        ["arguments"] = Arguments(step.Call),
        ["observations"] = new JsonArray([.. step.Observations.Select(Describe)]),
        ["milliseconds"] = Math.Round(step.Elapsed.TotalMilliseconds, 3),
    }.ToJsonString(_json));

    public void Dispose() => _writer.Dispose();

    // An agent's arguments are its own: what JSON cannot hold of them must not end the record.
    private static JsonNode Arguments(ToolCall call) => CheckedAnswer.Written(call.Arguments) is { } text ? JsonNode.Parse(text)! : new JsonObject();

    private static JsonObject Describe(Observation observation)
    {
        var described = new JsonObject { ["text"] = observation.Text, ["failed"] = observation.Failed };
        if (observation.Data is not null) described["data"] = observation.Data.DeepClone();
        return described;
    }
}
