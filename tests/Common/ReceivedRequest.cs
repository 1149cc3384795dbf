using System.Text.Json.Nodes;

namespace Tessera.Tests;

/// <summary>A request that a server got.</summary>
/// <param name="Path">The path.</param>
/// <param name="Headers">The headers, whatever the case of their names.</param>
/// <param name="Body">The body.</param>
internal sealed record ReceivedRequest(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The body as JSON.</summary>
    public JsonObject Json { get; } = Body.Length == 0 ? [] : JsonNode.Parse(Body)!.AsObject();
}
