using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Tessera.Models.Http;

/// <summary>Makes calls of what models write.</summary>
internal static class ToolArguments
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>A call with what was written as its arguments; what is no object stays readable for the answer to say so.</summary>
    /// <param name="id">The call's id.</param>
    /// <param name="tool">The tool's name, which may not exist.</param>
    /// <param name="written">Text that should be an object, or an object; null or empty for a call without arguments.</param>
    public static ToolCall Call(string id, string tool, JsonNode? written)
    {
        if (written is JsonObject already) return new ToolCall(id, tool, (JsonObject)already.DeepClone());
        var text = written.AsText() ?? written?.ToJsonString() ?? "";
        if (string.IsNullOrWhiteSpace(text)) return new ToolCall(id, tool, []);
        try
        {
            var parsed = JsonNode.Parse(text, documentOptions: Strict);
            if (parsed is null) return new ToolCall(id, tool, []);
            if (parsed is JsonObject arguments) return new ToolCall(id, tool, arguments);
        }
        catch (JsonException)
        {
            // The call itself says it, below.
        }

        return new ToolCall(id, tool, []) { UnreadableArguments = text };
    }
}
