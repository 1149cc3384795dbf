using System.Text.Json.Nodes;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Trajectories;

/// <summary>Messages of a conversation as they stand in a trajectory; docs/trajectories.md describes the form.</summary>
internal static class MessageJson
{
    public static JsonObject Of(ChatMessage message)
    {
        var json = new JsonObject { ["role"] = message.Role.ToString().ToLowerInvariant(), ["text"] = message.Text };
        if (message.Calls is { Count: > 0 } calls) json["calls"] = new JsonArray([.. calls.Select(Of)]);
        if (message.CallId is not null) json["callId"] = message.CallId;
        if (message.Failed) json["failed"] = true;
        if (message.Reasoning is not null) json["reasoning"] = message.Reasoning;
        if (message.ProviderData is not null) json["provider"] = message.ProviderData.DeepClone();
        return json;
    }

    public static JsonObject Of(ToolDefinition tool) =>
        new() { ["name"] = tool.Name, ["description"] = tool.Description, ["arguments"] = tool.Arguments.DeepClone() };

    private static JsonObject Of(ToolCall call)
    {
        var json = new JsonObject { ["id"] = call.Id, ["tool"] = call.Tool, ["arguments"] = call.Arguments.DeepClone() };
        if (call.UnreadableArguments is not null) json["unreadable"] = call.UnreadableArguments;
        return json;
    }
}
