using Tessera.Sdk.Language;

namespace Tessera.Debugging.Conversations;

/// <summary>The chat model of one episode: what it costs is counted and bounded, and what is said is recorded.</summary>
/// <param name="inner">The model.</param>
/// <param name="budgets">The budgets that it draws on.</param>
/// <param name="record">Is given each question with its answer.</param>
internal sealed class MeteredModel(ILanguageModel inner, IReadOnlyList<ModelBudget> budgets, Action<ChatRecord> record) : ILanguageModel, IDisposable
{
    private readonly MessageTable _messages = new();
    private readonly LargestQuestion _largest = new();

    // The size of a question is known from the one before it.
    private readonly SemaphoreSlim _turn = new(1, 1);

    public string Identity => inner.Identity;

    // An agent converses; what else the model can do is not counted here.
    public LanguageModelCapabilities Capabilities => inner.Capabilities & (LanguageModelCapabilities.Chat | LanguageModelCapabilities.Seeded);

    public int? ContextLimit => inner.ContextLimit;

    /// <inheritdoc/>
    public TokenPrices? Prices => inner.Prices;

    public async Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var reply = await AskAsync(request, cancellationToken).ConfigureAwait(false);
            _largest.Learn(request, reply);
            record(_messages.Record(request, reply));
            return reply;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<ChatReply> AskAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        var needed = _largest.Bound(request);
        var reserved = 0;
        var usage = default(Usage);
        try
        {
            for (; reserved < budgets.Count; reserved++) budgets[reserved].Reserve(needed);
            var reply = await inner.ChatAsync(request, cancellationToken).ConfigureAwait(false);
            usage = reply.Usage;
            return reply;
        }
        finally
        {
            foreach (var budget in budgets.Take(reserved)) budget.Settle(needed, usage);
        }
    }
}
