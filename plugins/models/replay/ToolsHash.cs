using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Tessera.Models.Replay;

/// <summary>The hash by which a recording knows the tools that could be called.</summary>
internal static class ToolsHash
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>SHA-256, in hexadecimal digits, of [{"name": ..., "description": ..., "arguments": {...}}, ...] without white space and needless escapes.</summary>
    public static string Of(IReadOnlyList<ToolDefinition> tools) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(new JsonArray(
        [.. tools.Select(tool => (JsonNode)new JsonObject { ["name"] = tool.Name, ["description"] = tool.Description, ["arguments"] = tool.Arguments.DeepClone() })]).ToJsonString(Plain))));
}
