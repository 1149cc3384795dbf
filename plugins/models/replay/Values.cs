using System.Text.Json.Nodes;

namespace Tessera.Models.Replay;

/// <summary>Reads members of recorded objects. What is absent is null, false, 0 or empty; what is of another type is a fault.</summary>
internal static class Values
{
    public static string? Text(JsonObject owner, string name) => owner[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw new FormatException($"'{name}' is not a text"),
    };

    public static bool IsTrue(JsonObject owner, string name) => owner[name] switch
    {
        null => false,
        JsonValue value when value.TryGetValue<bool>(out var truth) => truth,
        _ => throw new FormatException($"'{name}' is neither true nor false"),
    };

    public static JsonArray List(JsonObject owner, string name) => owner[name] switch
    {
        null => [],
        JsonArray list => list,
        _ => throw new FormatException($"'{name}' is not a list"),
    };

    public static long Whole(JsonNode? node) => node switch
    {
        null => 0,
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        _ => throw new FormatException($"{node.ToJsonString()} is not a whole number"),
    };

    public static decimal Amount(JsonNode? node) => node switch
    {
        null => 0,
        JsonValue value when value.TryGetValue<decimal>(out var number) => number,
        _ => throw new FormatException($"{node.ToJsonString()} is not an amount"),
    };
}
