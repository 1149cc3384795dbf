using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using Tessera.Sdk.Tools;

namespace Tessera.Mcp.Serving;

/// <summary>Writes observations as the protocol's results.</summary>
internal static class CallResults
{
    private const string NotedKey = "noted";

    /// <summary>The result of a call: its own observation first, then what other tools noted of it.</summary>
    /// <remarks>Some clients show a model the structured content alone, so what was noted stands in it, too.</remarks>
    public static CallToolResult Of(IReadOnlyList<Observation> observations)
    {
        var answer = observations[0];
        return new CallToolResult
        {
            Content = [.. observations.Select(observation => (ContentBlock)new TextContentBlock { Text = observation.Text })],
            StructuredContent = answer.Data is null ? null : JsonSerializer.SerializeToElement(WithNotes(answer.Data, observations)),
            IsError = answer.Failed,
        };
    }

    private static JsonObject WithNotes(JsonObject data, IReadOnlyList<Observation> observations)
    {
        if (observations.Count == 1 || data.ContainsKey(NotedKey)) return data;
        var whole = data.DeepClone().AsObject();
        whole[NotedKey] = new JsonArray([.. observations.Skip(1).Select(note => (JsonNode?)note.Text)]);
        return whole;
    }
}
