using System.Text.Json.Nodes;

namespace Tessera.Models.Http;

/// <summary>Reads values of answers, of which one never knows what stands there.</summary>
internal static class JsonReading
{
    /// <summary>The text that a value is; null for anything else.</summary>
    public static string? AsText(this JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The number of something; 0 for anything that is none.</summary>
    public static long AsCount(this JsonNode? node)
    {
        if (node is not JsonValue value) return 0;
        if (value.TryGetValue<long>(out var whole)) return Math.Max(0, whole);
        return value.TryGetValue<double>(out var number) && number is >= 0 and < 1e15 ? (long)number : 0;
    }

    /// <summary>A member of an object; null where there is no such object.</summary>
    public static JsonNode? Member(this JsonNode? node, string name) => (node as JsonObject)?[name];

    /// <summary>The elements of an array; none for anything else.</summary>
    public static IEnumerable<JsonNode?> Elements(this JsonNode? node) => node as JsonArray ?? Enumerable.Empty<JsonNode?>();
}
