using System.Text.Json.Nodes;

namespace Tessera.Models.Anthropic;

/// <summary>Marks up to which block the service is to keep what it has read.</summary>
/// <remarks>
/// Four marks are allowed. Tools and system prompt serve all conversations of a run; the last turn serves the next request, which finds
/// it at the mark on its turn before the last, however many blocks have come since.
/// </remarks>
internal static class CacheMarks
{
    private const int MarkedTurns = 2;

    public static void Set(JsonObject body)
    {
        Mark(body["tools"]);
        Mark(body["system"]);
        var turns = body["messages"]!.AsArray().Where(turn => (string?)turn!["role"] == "user").TakeLast(MarkedTurns);
        foreach (var turn in turns) Mark(turn!["content"]);
    }

    private static void Mark(JsonNode? blocks)
    {
        if (blocks is JsonArray { Count: > 0 } list) list[^1]!["cache_control"] = new JsonObject { ["type"] = "ephemeral" };
    }
}
