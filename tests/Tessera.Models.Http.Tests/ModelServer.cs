using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Models.Http.Tests;

/// <summary>A server of the completions protocol behind which a student answers, and which may misbehave before it does.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    // Where a context ends and a continuation begins.
    private static readonly string[] Joints = ["Answer:\n", "Thoughts:\n"];

    // JSON has no infinities; this is what vLLM puts in their place.
    private const double LeastLogProbability = -9999;

    private readonly SolverStudent _student;
    private readonly MisbehavingServer _server;
    private readonly ConcurrentQueue<string> _answered = new();

    /// <summary>Begins to serve.</summary>
    /// <param name="misbehave">Tells the server what it does first; it answers as it should in between, where that is told, and afterwards.</param>
    /// <param name="student">Who answers; a student of navigate with one layer where nobody is named.</param>
    public ModelServer(Action<MisbehavingServer, Func<ReceivedRequest, string>>? misbehave = null, SolverStudent? student = null)
    {
        _student = student ?? new NavigateStudent();
        _server = new MisbehavingServer();
        misbehave?.Invoke(_server, Answer);
        _server.AnswerTo(Answer);
    }

    public string Address => _server.Address;

    /// <summary>Whether each answer is given twice, after one that was not asked for.</summary>
    public bool AnswersTwiceAndOutOfOrder { get; init; }

    /// <summary>How many requests came.</summary>
    public int Requests => _server.Requests.Count;

    /// <summary>The requests that were answered whole.</summary>
    public IReadOnlyList<string> Answered => [.. _answered];

    /// <summary>How many tokens were read and written for these.</summary>
    public Usage Usage { get; private set; }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Answer(ReceivedRequest request)
    {
        var (choice, usage) = ChoiceFor(request.Json);
        _answered.Enqueue(request.Body);
        lock (_answered) Usage += usage;
        return new JsonObject
        {
            ["choices"] = AnswersTwiceAndOutOfOrder ? new JsonArray(NotAskedFor(choice), choice, choice.DeepClone()) : new JsonArray(choice),
            ["usage"] = new JsonObject { ["prompt_tokens"] = usage.InputTokens, ["completion_tokens"] = usage.OutputTokens },
        }.ToJsonString();
    }

    private static JsonObject NotAskedFor(JsonObject choice) =>
        new(choice.Select(member => KeyValuePair.Create(member.Key, member.Key == "index" ? (JsonNode?)1 : null)));

    private (JsonObject Choice, Usage Usage) ChoiceFor(JsonObject request)
    {
        if (request["echo"] is null)
        {
            var prompt = (string)request["messages"]![0]!["content"]!;
            var text = _student.Continuations(prompt).Draw((double)request["temperature"]!, new Seed((ulong)((int?)request["seed"] ?? 0)));
            return (new JsonObject { ["index"] = 0, ["message"] = new JsonObject { ["content"] = text }, ["finish_reason"] = "stop" }, new Usage(prompt.Length / 4, text.Length / 4));
        }

        var whole = (string)request["prompt"]!;
        var joint = Joints.Max(mark => whole.LastIndexOf(mark, StringComparison.Ordinal) is var at and >= 0 ? at + mark.Length : 0);
        var score = Math.Max(_student.Continuations(whole[..joint]).LogProbabilityOf(whole[joint..]), LeastLogProbability);
        var probabilities = new JsonObject { ["tokens"] = new JsonArray(whole[..joint], whole[joint..]), ["token_logprobs"] = new JsonArray(null, score) };
        return (new JsonObject { ["index"] = 0, ["text"] = "", ["logprobs"] = probabilities, ["finish_reason"] = "length" }, new Usage(whole.Length / 4, 0));
    }
}
