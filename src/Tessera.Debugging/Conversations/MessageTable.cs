using System.Runtime.CompilerServices;
using Tessera.Sdk.Language;

namespace Tessera.Debugging.Conversations;

/// <summary>Gives every message of an episode its place, in the order in which they were first said.</summary>
/// <remarks>
/// A message is known again by its identity, which agents that keep their history keep. What an agent has left out is not held here
/// either: should it say that again, it is written again.
/// </remarks>
internal sealed class MessageTable
{
    private readonly ConditionalWeakTable<ChatMessage, StrongBox<int>> _places = [];
    private int _messages;
    private int _chats;

    /// <summary>Puts a question and its answer into the table.</summary>
    public ChatRecord Record(ChatRequest request, ChatReply reply)
    {
        var added = new List<ChatMessage>();
        var ranges = new List<MessageRange>();
        foreach (var message in request.Messages)
        {
            if (!_places.TryGetValue(message, out var place))
            {
                place = Add(message);
                added.Add(message);
            }

            if (ranges.Count > 0 && ranges[^1].From + ranges[^1].Count == place.Value) ranges[^1] = ranges[^1] with { Count = ranges[^1].Count + 1 };
            else ranges.Add(new MessageRange(place.Value, 1));
        }

        Add(reply.Message);
        return new ChatRecord(++_chats, added, ranges, request, reply);
    }

    private StrongBox<int> Add(ChatMessage message)
    {
        var place = new StrongBox<int>(_messages++);
        _places.AddOrUpdate(message, place);
        return place;
    }
}
