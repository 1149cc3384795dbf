using System.Text.Json.Nodes;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Models.Replay;

/// <summary>Where the project lay when a conversation was recorded, and where it lies now.</summary>
/// <param name="Recorded">The folder then; null where the recording does not say.</param>
/// <param name="Now">The folder now; null where the questions do not tell.</param>
internal sealed record ProjectPlace(string? Recorded, string? Now)
{
    // So much of what follows the folder in the recording is looked for behind it now.
    private const int TellingLength = 8;

    /// <summary>Finds the folder in a question, at the place where it stood in the recorded one.</summary>
    public static ProjectPlace Find(RecordedChat recorded, ChatRequest asked) => recorded.Root is not { Length: > 1 } root
        ? new ProjectPlace(null, null)
        : new ProjectPlace(root, recorded.Prompt.Zip(asked.Messages, (then, now) => Find(root, then.Text, now.Text)).FirstOrDefault(place => place is not null));

    /// <summary>A recorded text in a form that can be compared.</summary>
    public string OfRecorded(string text) => ObservationComparison.Comparable(text, Recorded);

    /// <summary>A text of now in a form that can be compared.</summary>
    public string OfNow(string text) => ObservationComparison.Comparable(text, Now);

    /// <summary>A recorded message as it would be said now. What the provider wants to see again stays as it is.</summary>
    public ChatMessage Move(ChatMessage message) => Now is null || Now == Recorded ? message : message with
    {
        Text = Move(message.Text),
        Reasoning = message.Reasoning is null ? null : Move(message.Reasoning),
        Calls = message.Calls is null ? null : [.. message.Calls.Select(Move)],
    };

    /// <summary>A recorded call as it would be made now.</summary>
    public ToolCall Move(ToolCall call) => Now is null || Now == Recorded
        ? call
        : call with { Arguments = (JsonObject)Move(call.Arguments)!, UnreadableArguments = call.UnreadableArguments is null ? null : Move(call.UnreadableArguments) };

    private string Move(string text) => text.Replace(Recorded!, Now, StringComparison.Ordinal);

    private JsonNode? Move(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Move(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Move)]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Move(text)),
        _ => node?.DeepClone(),
    };

    private static string? Find(string root, string then, string now)
    {
        (root, then, now) = (ObservationComparison.Comparable(root, null), ObservationComparison.Comparable(then, null), ObservationComparison.Comparable(now, null));
        var start = then.IndexOf(root, StringComparison.Ordinal);
        if (start < 0 || !now.AsSpan().StartsWith(then.AsSpan(0, start))) return null;
        var behind = then.AsSpan(start + root.Length);
        var length = behind.IsEmpty ? now.Length - start : now.AsSpan(start).IndexOf(behind[..Math.Min(TellingLength, behind.Length)]);
        return length > 1 && now.Substring(start, length) is var place && Path.IsPathRooted(place) && !place.Contains('\n', StringComparison.Ordinal) ? place : null;
    }
}
