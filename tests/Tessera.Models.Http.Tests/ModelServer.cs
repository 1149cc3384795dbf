using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Models.Http.Tests;

/// <summary>A server of the completions protocol behind which a student answers, and which may misbehave before it does.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    /// <summary>The mark at which a context ends and a continuation begins.</summary>
    public const string Joint = "Answer:\n";

    private static readonly NavigateStudent Student = new();

    private readonly MisbehavingServer _server;
    private readonly ConcurrentQueue<string> _answered = new();

    /// <summary>Begins to serve.</summary>
    /// <param name="misbehave">Tells the server what it does first; it answers as it should in between, where that is told, and afterwards.</param>
    public ModelServer(Action<MisbehavingServer, Func<ReceivedRequest, string>>? misbehave = null)
    {
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

    private static (JsonObject Choice, Usage Usage) ChoiceFor(JsonObject request)
    {
        if (request["echo"] is null)
        {
            var prompt = (string)request["messages"]![0]!["content"]!;
            var text = Student.Continuations(prompt).Draw((double)request["temperature"]!, new Seed((ulong)((int?)request["seed"] ?? 0)));
            return (new JsonObject { ["index"] = 0, ["message"] = new JsonObject { ["content"] = text }, ["finish_reason"] = "stop" }, new Usage(prompt.Length / 4, text.Length / 4));
        }

        var whole = (string)request["prompt"]!;
        var joint = whole.LastIndexOf(Joint, StringComparison.Ordinal) + Joint.Length;
        var score = Student.Continuations(whole[..joint]).LogProbabilityOf(whole[joint..]);
        var probabilities = new JsonObject { ["tokens"] = new JsonArray(whole[..joint], whole[joint..]), ["token_logprobs"] = new JsonArray(null, score) };
        return (new JsonObject { ["index"] = 0, ["text"] = "", ["logprobs"] = probabilities, ["finish_reason"] = "length" }, new Usage(whole.Length / 4, 0));
    }
}
