using System.Text.Json.Nodes;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Testing.Tests.Models;

namespace Tessera.Models.Http.Tests;

/// <summary>A server of both protocols behind which a small model answers whose every probability is known.</summary>
internal sealed class LetterServer : IAsyncDisposable
{
    private readonly MisbehavingServer _server = new();
    private readonly LetterModel _model = new();
    private int _draws;

    public LetterServer() => _server.AnswerTo(request => Answer(request).ToJsonString());

    public string Address => _server.Address + "/v1";

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _model.Dispose();
    }

    private JsonObject Answer(ReceivedRequest request) => request.Path switch
    {
        "/v1/completions" when request.Json["echo"] is not null => Echo((string)request.Json["prompt"]!),
        "/v1/completions" => Complete(request.Json),
        "/v1/messages" => Message(request.Json),
        _ => Chat(),
    };

    private JsonObject Complete(JsonObject request)
    {
        var answer = Generate((string)request["prompt"]!, request, "stop");
        return OpenAI(new JsonObject { ["index"] = 0, ["text"] = answer.Text, ["finish_reason"] = answer.Truncated ? "length" : "stop" }, answer.Usage);
    }

    // A letter is a token.
    private JsonObject Echo(string text)
    {
        var scores = Result(_model.ScoreAsync([.. text.Select((letter, at) => new ScoreRequest(text[..at], letter.ToString()))], CancellationToken.None));
        var logs = scores.Select((score, at) => at == 0 ? null : (JsonNode?)Math.Max(score.LogProbability, -1e9));
        var probabilities = new JsonObject { ["tokens"] = new JsonArray([.. text.Select(letter => (JsonNode)letter.ToString())]), ["token_logprobs"] = new JsonArray([.. logs]) };
        return OpenAI(new JsonObject { ["index"] = 0, ["text"] = "", ["logprobs"] = probabilities, ["finish_reason"] = "length" }, new Usage(text.Length, 0));
    }

    private static JsonObject Chat() =>
        OpenAI(new JsonObject { ["index"] = 0, ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = "abc" }, ["finish_reason"] = "stop" }, new Usage(5, 3));

    private JsonObject Message(JsonObject request)
    {
        // Nothing is said by no message, or by one that holds nothing.
        var content = request["messages"]!.AsArray().FirstOrDefault()?["content"];
        var answer = Generate(content is JsonArray blocks ? (string?)blocks.FirstOrDefault()?["text"] ?? "" : (string?)content ?? "", request, "stop_sequences");
        return new JsonObject
        {
            ["id"] = "1", ["type"] = "message", ["role"] = "assistant", ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = answer.Text }),
            ["stop_reason"] = answer.Truncated ? "max_tokens" : "end_turn", ["usage"] = new JsonObject { ["input_tokens"] = answer.Usage.InputTokens, ["output_tokens"] = answer.Usage.OutputTokens },
        };
    }

    private Generation Generate(string prompt, JsonObject request, string stop)
    {
        var sampling = new SamplingOptions
        {
            Temperature = (double?)request["temperature"] ?? 1, TopP = (double?)request["top_p"] ?? 1, MaxTokens = (int)request["max_tokens"]!,
            Stop = [.. (request[stop] as JsonArray ?? []).Select(text => (string)text!)],
        };
        var seed = (ulong?)(int?)request["seed"] ?? (ulong)Interlocked.Increment(ref _draws);
        return Result(_model.GenerateAsync([new GenerationRequest(prompt, sampling, new Seed(seed))], CancellationToken.None))[0];
    }

    private static JsonObject OpenAI(JsonObject choice, Usage usage) =>
        new() { ["choices"] = new JsonArray(choice), ["usage"] = new JsonObject { ["prompt_tokens"] = usage.InputTokens, ["completion_tokens"] = usage.OutputTokens } };

    // The small model answers at once.
    private static T Result<T>(Task<T> answer) => answer.GetAwaiter().GetResult();
}
