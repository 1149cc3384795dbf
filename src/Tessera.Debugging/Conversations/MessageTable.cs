using Tessera.Sdk.Language;

namespace Tessera.Debugging.Conversations;

/// <summary>Every message of an episode once, in the order in which they were first said.</summary>
/// <remarks>A message is known again by its identity, which agents that keep their history keep.</remarks>
internal sealed class MessageTable
{
    private readonly Dictionary<ChatMessage, int> _places = new(ReferenceEqualityComparer.Instance);
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
                place = _places[message] = _places.Count;
                added.Add(message);
            }

            if (ranges.Count > 0 && ranges[^1].From + ranges[^1].Count == place) ranges[^1] = ranges[^1] with { Count = ranges[^1].Count + 1 };
            else ranges.Add(new MessageRange(place, 1));
        }

        _places[reply.Message] = _places.Count;
        return new ChatRecord(++_chats, added, ranges, request, reply);
    }
}
