using System.Text.Json.Nodes;

namespace Tessera.Models.Anthropic;

/// <summary>The pieces of which messages consist.</summary>
internal static class Block
{
    public static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    public static JsonObject Call(string id, string tool, JsonObject arguments) =>
        new() { ["type"] = "tool_use", ["id"] = id, ["name"] = tool, ["input"] = arguments.DeepClone() };

    public static JsonObject Result(string? callId, string text, bool failed)
    {
        var block = new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = callId };
        if (text.Length > 0) block["content"] = text;
        if (failed) block["is_error"] = true;
        return block;
    }
}
