using System.Text.Json.Nodes;
using Tessera.Models.Http;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Models.Anthropic;

/// <summary>Writes requests as the Messages API wants them.</summary>
internal static class RequestWriter
{
    public static JsonObject Write(ChatRequest request, AnthropicModelOptions options)
    {
        // What stands first sets up the conversation; the API has no such messages further down, where they are told to the model as a user's.
        var system = request.Messages.TakeWhile(message => message.Role == ChatRole.System).ToList();
        var body = new JsonObject
        {
            ["model"] = options.Model,
            ["max_tokens"] = request.Sampling.MaxTokens + (options.ThinkingTokens ?? 0),
        };
        AddTools(body, request, options);
        if (system.Any(message => message.Text.Length > 0))
            body["system"] = new JsonArray([.. system.Where(message => message.Text.Length > 0).Select(message => (JsonNode)Block.Text(message.Text))]);
        body["messages"] = ConversationWriter.Write(request.Messages.Skip(system.Count));
        AddSampling(body, request.Sampling, options.ThinkingTokens);
        if (options.Cache) CacheMarks.Set(body);
        return body.With(options.Extra);
    }

    private static void AddTools(JsonObject body, ChatRequest request, AnthropicModelOptions options)
    {
        if (request.Tools.Count == 0) return;
        body["tools"] = new JsonArray([.. request.Tools.Select(tool => (JsonNode)Tool(tool))]);
        // A model that thinks answers an error when it must call.
        if (request.MustCall && options.ThinkingTokens is null) body["tool_choice"] = new JsonObject { ["type"] = "any" };
    }

    private static JsonObject Tool(ToolDefinition tool) =>
        new() { ["name"] = tool.Name, ["description"] = tool.Description, ["input_schema"] = tool.Arguments.DeepClone() };

    private static void AddSampling(JsonObject body, SamplingOptions sampling, int? thinkingTokens)
    {
        if (sampling.Stop.Count > 0) body["stop_sequences"] = new JsonArray([.. sampling.Stop.Select(stop => (JsonNode)stop)]);
        if (thinkingTokens is { } tokens)
        {
            body["thinking"] = new JsonObject { ["type"] = "enabled", ["budget_tokens"] = tokens };
            return;
        }

        body["temperature"] = sampling.Temperature;
        if (sampling.TopP < 1) body["top_p"] = sampling.TopP;
    }
}
