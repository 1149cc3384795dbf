using System.Text.Json.Nodes;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Models.Replay;

/// <summary>Reads recorded messages.</summary>
internal static class MessageReader
{
    public static ChatMessage Read(JsonNode? node)
    {
        if (node is not JsonObject message) throw new FormatException("a message is not an object");
        var calls = Values.List(message, "calls").Select(Call).ToList();
        return new ChatMessage(Role(Values.Text(message, "role")), Values.Text(message, "text") ?? "", calls.Count == 0 ? null : calls, Values.Text(message, "callId"))
        {
            Failed = Values.IsTrue(message, "failed"),
            Reasoning = Values.Text(message, "reasoning"),
            ProviderData = message["provider"]?.DeepClone(),
        };
    }

    private static ChatRole Role(string? role) => role switch
    {
        "system" => ChatRole.System,
        "user" => ChatRole.User,
        "assistant" => ChatRole.Assistant,
        "tool" => ChatRole.Tool,
        _ => throw new FormatException($"the role '{role}' is none of system, user, assistant and tool"),
    };

    private static ToolCall Call(JsonNode? node)
    {
        if (node is not JsonObject call) throw new FormatException("a call is not an object");
        var tool = Values.Text(call, "tool") ?? throw new FormatException("a call names no 'tool'");
        var arguments = call["arguments"] switch
        {
            null => [],
            JsonObject given => (JsonObject)given.DeepClone(),
            _ => throw new FormatException("'arguments' is not an object"),
        };
        return new ToolCall(Values.Text(call, "id") ?? "", tool, arguments) { UnreadableArguments = Values.Text(call, "unreadable") };
    }
}
