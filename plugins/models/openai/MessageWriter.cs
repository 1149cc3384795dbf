using System.Text.Json.Nodes;
using Tessera.Models.Http;
using Tessera.Sdk.Language;

namespace Tessera.Models.OpenAI;

/// <summary>Writes conversations as the protocol wants them.</summary>
internal static class MessageWriter
{
    public static JsonArray Write(IReadOnlyList<ChatMessage> messages) => [.. messages.Select(Write)];

    private static JsonNode Write(ChatMessage message) => message.Role switch
    {
        ChatRole.System => new JsonObject { ["role"] = "system", ["content"] = message.Text },
        ChatRole.User => new JsonObject { ["role"] = "user", ["content"] = message.Text },
        ChatRole.Tool => new JsonObject { ["role"] = "tool", ["tool_call_id"] = message.CallId, ["content"] = message.Text },
        _ => Assistant(message),
    };

    private static JsonObject Assistant(ChatMessage message)
    {
        var calls = message.Calls ?? [];
        var written = new JsonObject { ["role"] = "assistant", ["content"] = message.Text.Length == 0 && calls.Count > 0 ? null : message.Text };
        if (calls.Count > 0)
        {
            // Servers that read arguments again would refuse the whole conversation for ones that cannot be read; the tool's answer quotes them.
            written["tool_calls"] = new JsonArray([.. calls.Select(call => (JsonNode)new JsonObject
            {
                ["id"] = call.Id,
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = call.Tool, ["arguments"] = call.Arguments.ToJsonString() },
            })]);
        }

        return written.With(message.ProviderData as JsonObject);
    }
}
