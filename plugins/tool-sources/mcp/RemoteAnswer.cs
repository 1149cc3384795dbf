using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using Tessera.Sdk.Tools;

namespace Tessera.ToolSources.Mcp;

/// <summary>Makes an observation of a server's answer.</summary>
internal static class RemoteAnswer
{
    /// <summary>The answer's texts as they are; of what is no text, what it is.</summary>
    public static Observation Of(CallToolResult result)
    {
        var data = result.StructuredContent is { ValueKind: JsonValueKind.Object } structured ? JsonNode.Parse(structured.GetRawText())!.AsObject() : null;
        var text = string.Join('\n', result.Content.Select(Shown));
        if (text.Length == 0) text = data?.ToJsonString() ?? "(The server answered nothing.)";
        return new Observation(text, result.IsError == true, data).Bounded();
    }

    private static string Shown(ContentBlock content) => content switch
    {
        TextContentBlock text => text.Text,
        ImageContentBlock image => Described("an image", image.MimeType, image.DecodedData.Length),
        AudioContentBlock audio => Described("a sound", audio.MimeType, audio.DecodedData.Length),
        ResourceLinkBlock link => $"[a resource at {link.Uri}: {link.Name}]",
        EmbeddedResourceBlock { Resource: TextResourceContents resource } => $"[the resource {resource.Uri}]\n{resource.Text}",
        EmbeddedResourceBlock { Resource: BlobResourceContents resource } => Described($"the resource {resource.Uri}", resource.MimeType, resource.DecodedData.Length),
        _ => $"[{content.Type}, which cannot be shown here]",
    };

    private static string Described(string what, string? type, int bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"[{what}{(type is null ? "" : $" of type {type}")}, {bytes} bytes, which cannot be shown here]");
}
