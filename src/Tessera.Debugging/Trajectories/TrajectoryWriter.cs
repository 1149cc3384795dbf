using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Debugging.Conversations;
using Tessera.Debugging.Tasks;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Trajectories;

/// <summary>Writes an episode as lines of JSON, each when it is known, so that a trajectory's size is linear in its steps and survives a kill.</summary>
/// <remarks><c>agent/replay</c> and <c>model/replay</c> read it: a trajectory is also a recording. docs/trajectories.md describes the form.</remarks>
internal sealed class TrajectoryWriter(string file) : IDisposable
{
    private const int Format = 1;

    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly StreamWriter _writer = new(file) { AutoFlush = true, NewLine = "\n" };
    private readonly Lock _lines = new();
    private string? _tools;

    /// <summary>Writes what an episode begins with.</summary>
    public void WriteStart(DebugTask task, string root, EvaluationResult evaluation) => Write(new JsonObject
    {
        ["kind"] = "start",
        ["format"] = Format,
        ["task"] = task.Name,
        ["root"] = root,
        ["instructions"] = task.Instructions,
        ["evaluate"] = new JsonArray([.. task.Evaluate.Select(word => JsonValue.Create(word))]),
        ["evaluation"] = Describe(evaluation),
    });

    /// <summary>Writes a call and what came back.</summary>
    public void WriteStep(TrajectoryStep step)
    {
        var line = new JsonObject
        {
            ["kind"] = "step",
            ["step"] = step.Number,
            ["id"] = step.Call.Id,
            ["tool"] = step.Call.Tool,
            ["arguments"] = step.Call.Arguments.DeepClone(),
            ["observations"] = new JsonArray([.. step.Observations.Select(Describe)]),
            ["milliseconds"] = Math.Round(step.Elapsed.TotalMilliseconds, 3),
        };
        if (step.Call.UnreadableArguments is { } unreadable) line["unreadable"] = unreadable;
        Write(line);
    }

    /// <summary>Writes a question to a model and its answer; the tools that were offered stand on a line of their own when they change.</summary>
    public void WriteChat(ChatRecord chat)
    {
        var tools = new JsonArray([.. chat.Request.Tools.Select(MessageJson.Of)]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tools.ToJsonString(_json))));
        lock (_lines)
        {
            if (hash != _tools) Write(new JsonObject { ["kind"] = "tools", ["hash"] = _tools = hash, ["definitions"] = tools });
            Write(new JsonObject
            {
                ["kind"] = "chat",
                ["chat"] = chat.Number,
                ["add"] = new JsonArray([.. chat.Added.Select(MessageJson.Of)]),
                ["prompt"] = new JsonArray([.. chat.Prompt.Select(range => new JsonArray(range.From, range.Count))]),
                ["tools"] = hash,
                ["sampling"] = Describe(chat.Request),
                ["mustCall"] = chat.Request.MustCall,
                ["reply"] = MessageJson.Of(chat.Reply.Message),
                ["finish"] = JsonNamingPolicy.CamelCase.ConvertName(chat.Reply.Finish.ToString()),
                ["usage"] = Describe(chat.Reply.Usage),
            });
        }
    }

    /// <summary>Writes how an episode ended.</summary>
    public void WriteEnd(AgentOutcome outcome, EvaluationResult evaluation) => Write(new JsonObject
    {
        ["kind"] = "end",
        ["reason"] = JsonNamingPolicy.CamelCase.ConvertName(outcome.Reason.ToString()),
        ["message"] = outcome.Message,
        ["evaluation"] = Describe(evaluation),
    });

    public void Dispose() => _writer.Dispose();

    private void Write(JsonObject line)
    {
        lock (_lines) _writer.WriteLine(line.ToJsonString(_json));
    }

    private static JsonObject Describe(Observation observation)
    {
        var described = new JsonObject { ["text"] = observation.Text, ["failed"] = observation.Failed };
        if (observation.Data is not null) described["data"] = observation.Data.DeepClone();
        return described;
    }

    private static JsonObject Describe(ChatRequest request) => new()
    {
        ["temperature"] = request.Sampling.Temperature,
        ["topP"] = request.Sampling.TopP,
        ["maxTokens"] = request.Sampling.MaxTokens,
        ["stop"] = new JsonArray([.. request.Sampling.Stop.Select(stop => JsonValue.Create(stop))]),
        ["seed"] = request.Seed.ToString(),
    };

    private static JsonObject Describe(Usage usage) => new()
    {
        ["input"] = usage.InputTokens,
        ["output"] = usage.OutputTokens,
        ["cached"] = usage.CachedInputTokens,
        ["cost"] = usage.Cost,
    };

    private static JsonObject Describe(EvaluationResult evaluation) => new()
    {
        ["passed"] = evaluation.Passed,
        ["testsPassed"] = evaluation.Counts?.Passed,
        ["testsRun"] = evaluation.Counts?.Total,
        ["exitCode"] = evaluation.ExitCode,
        ["timedOut"] = evaluation.TimedOut,
        ["output"] = evaluation.Output,
    };
}
