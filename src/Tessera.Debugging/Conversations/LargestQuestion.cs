using System.Text;
using Tessera.Sdk.Language;

namespace Tessera.Debugging.Conversations;

/// <summary>Bounds what a question may use, before it is asked.</summary>
/// <remarks>
/// No tokenizer makes more tokens than bytes, but for a few marks. Where a question only adds to the last one, whose tokens the
/// model has counted, only what was added is bounded in this way. The price of a token is taken to be at most the highest seen.
/// </remarks>
internal sealed class LargestQuestion
{
    private const int MarkTokens = 16;

    private ChatRequest? _last;
    private ChatReply? _lastReply;
    private decimal _dearestToken;

    public ModelReservation Bound(ChatRequest request)
    {
        var tokens = TokensRead(request) + request.Sampling.MaxTokens;
        return new ModelReservation(tokens, tokens * _dearestToken);
    }

    public void Learn(ChatRequest request, ChatReply reply)
    {
        (_last, _lastReply) = (request, reply);
        var tokens = reply.Usage.InputTokens + reply.Usage.OutputTokens;
        if (tokens > 0) _dearestToken = Math.Max(_dearestToken, reply.Usage.Cost / tokens);
    }

    private long TokensRead(ChatRequest request)
    {
        if (_last is null || _lastReply is null || _lastReply.Usage.InputTokens == 0 || !Extends(request, _last))
            return request.Messages.Sum(Bytes) + request.Tools.Sum(tool => Bytes(tool.Name) + Bytes(tool.Description) + Bytes(tool.Arguments.ToJsonString()));
        return _lastReply.Usage.InputTokens + request.Messages.Skip(_last.Messages.Count).Sum(Bytes);
    }

    private static bool Extends(ChatRequest request, ChatRequest last) =>
        request.Tools.SequenceEqual(last.Tools)
        && request.Messages.Count >= last.Messages.Count
        && !last.Messages.Where((message, index) => !ReferenceEquals(message, request.Messages[index])).Any();

    private static long Bytes(ChatMessage message) =>
        Bytes(message.Text) + Bytes(message.Reasoning) + Bytes(message.ProviderData?.ToJsonString())
        + (message.Calls ?? []).Sum(call => Bytes(call.Id) + Bytes(call.Tool) + Bytes(call.UnreadableArguments) + Bytes(call.Arguments.ToJsonString()));

    private static long Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text) + MarkTokens;
}
