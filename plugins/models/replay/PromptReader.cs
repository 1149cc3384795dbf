using System.Text.Json.Nodes;
using Tessera.Sdk.Language;

namespace Tessera.Models.Replay;

/// <summary>Puts the questions of an episode together again from what was new in each.</summary>
/// <remarks>
/// A question is written in one of two forms: <c>prompt</c> names ranges of all messages of the episode, to which the new ones and then
/// the answer are added; <c>keep</c> names ranges of the question before, after which the new ones stand.
/// </remarks>
internal sealed class PromptReader
{
    private readonly List<ChatMessage> _said = [];
    private IReadOnlyList<ChatMessage> _before = [];

    /// <summary>Reads a question.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public IReadOnlyList<ChatMessage> Read(JsonObject entry)
    {
        var added = Values.List(entry, "add").Select(MessageReader.Read).ToList();
        _said.AddRange(added);
        return _before = entry.ContainsKey("prompt")
            ? [.. Ranges(entry, "prompt", _said)]
            : [.. Ranges(entry, "keep", _before), .. added];
    }

    /// <summary>Adds an answer to what was said.</summary>
    public void Add(ChatMessage answer) => _said.Add(answer);

    private static IEnumerable<ChatMessage> Ranges(JsonObject entry, string name, IReadOnlyList<ChatMessage> messages)
    {
        foreach (var range in Values.List(entry, name))
        {
            var (from, count) = range is JsonArray { Count: 2 } pair ? (Values.Whole(pair[0]), Values.Whole(pair[1])) : throw new FormatException($"'{name}' holds what is no range");
            if (from < 0 || count < 0 || from > messages.Count || count > messages.Count - from) throw new FormatException($"'{name}' names {count} messages from {from} on, and there are {messages.Count}");
            for (var i = from; i < from + count; i++) yield return messages[(int)i];
        }
    }
}
