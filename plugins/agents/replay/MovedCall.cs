using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.Replay;

/// <summary>Makes calls that name the project's folder name the one of now.</summary>
internal static class MovedCall
{
    /// <summary>A recorded call as it is made now.</summary>
    /// <param name="call">The call.</param>
    /// <param name="recordedRoot">The project's folder when it was recorded; null where that is not known.</param>
    /// <param name="root">The folder now.</param>
    public static ToolCall Of(ToolCall call, string? recordedRoot, string root) => recordedRoot is not { Length: > 1 } || recordedRoot == root
        ? call
        : call with { Arguments = (JsonObject)Move(call.Arguments, recordedRoot, root)!, UnreadableArguments = call.UnreadableArguments?.Replace(recordedRoot, root, StringComparison.Ordinal) };

    private static JsonNode? Move(JsonNode? node, string from, string to) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Move(member.Value, from, to)))),
        JsonArray items => new JsonArray([.. items.Select(item => Move(item, from, to))]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(text.Replace(from, to, StringComparison.Ordinal)),
        _ => node?.DeepClone(),
    };
}
