using System.Text.Json.Nodes;
using Tessera.Models.Http;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Models.OpenAI;

/// <summary>Writes requests as the protocol wants them.</summary>
/// <param name="options">The model's name and what differs between servers.</param>
/// <param name="isOfficial">Whether the server is OpenAI's own.</param>
internal sealed class RequestWriter(OpenAIModelOptions options, bool isOfficial)
{
    private readonly string _chatLength = options.LengthMember switch
    {
        LengthMember.MaxTokens => "max_tokens",
        LengthMember.MaxCompletionTokens => "max_completion_tokens",
        _ => isOfficial ? "max_completion_tokens" : "max_tokens",
    };

    public JsonObject Chat(ChatRequest request)
    {
        var body = new JsonObject { ["model"] = options.Model, ["messages"] = MessageWriter.Write(request.Messages) };
        if (request.Tools.Count > 0)
        {
            body["tools"] = new JsonArray([.. request.Tools.Select(tool => (JsonNode)new JsonObject
            {
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = tool.Name, ["description"] = tool.Description, ["parameters"] = tool.Arguments.DeepClone() },
            })]);
            if (request.MustCall) body["tool_choice"] = "required";
        }

        return Sampled(body, request.Sampling, request.Seed, _chatLength);
    }

    public JsonObject Completion(GenerationRequest request) =>
        Sampled(new JsonObject { ["model"] = options.Model, ["prompt"] = request.Prompt }, request.Sampling, request.Seed, "max_tokens");

    public JsonObject Score(ScoreRequest request) => new JsonObject
    {
        ["model"] = options.Model, ["prompt"] = request.Context + request.Continuation, ["echo"] = true, ["logprobs"] = 1, ["max_tokens"] = 0, ["temperature"] = 0,
    }.With(options.Extra);

    private JsonObject Sampled(JsonObject body, SamplingOptions sampling, Seed seed, string lengthMember)
    {
        body[lengthMember] = sampling.MaxTokens;
        body["temperature"] = sampling.Temperature;
        if (sampling.TopP < 1) body["top_p"] = sampling.TopP;
        if (sampling.Stop.Count > 0) body["stop"] = new JsonArray([.. sampling.Stop.Select(stop => (JsonNode)stop)]);
        // Servers take 31 bits at most; mixed first, so that small seeds stay apart. The default seed is nobody's choice.
        if (seed != default) body["seed"] = (int)(seed.Derive("request").Value >> 33);
        return body.With(options.Extra);
    }
}
