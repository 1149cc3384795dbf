using Tessera.Sdk.Language;

namespace Tessera.Language.Caching;

/// <summary>A language model that is asked once for each distinct question, as long as it lives.</summary>
/// <remarks>
/// Questions are equal when model, texts, sampling and seed are. An answer keeps the usage of its first asking; what was truly spent
/// stands in a budget below. Samples are kept too: who wants another sample gives another seed. A conversation's answer is kept where
/// asking again would give it again: at temperature 0, or from a seeded model.
/// </remarks>
public sealed class CachedLanguageModel : ILanguageModel
{
    private readonly ILanguageModel _inner;
    private readonly AnswerCache<GenerationRequest, Generation> _generations;
    private readonly AnswerCache<ScoreRequest, ContinuationScore> _scores;
    private readonly AnswerCache<NextTokenRequest, NextTokenDistribution> _predictions;
    private readonly AnswerCache<ChatRequest, ChatReply> _chats;

    /// <summary>Stands before a model.</summary>
    /// <param name="inner">The model.</param>
    public CachedLanguageModel(ILanguageModel inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _generations = new AnswerCache<GenerationRequest, Generation>(inner.Identity, request => ContentKey.Of(inner.Identity, request), inner.GenerateAsync);
        _scores = new AnswerCache<ScoreRequest, ContinuationScore>(inner.Identity, request => ContentKey.Of(inner.Identity, request), inner.ScoreAsync);
        _predictions = new AnswerCache<NextTokenRequest, NextTokenDistribution>(inner.Identity, request => ContentKey.Of(inner.Identity, request), inner.PredictNextAsync);
        _chats = new AnswerCache<ChatRequest, ChatReply>(
            inner.Identity,
            request => ContentKey.Of(inner.Identity, request),
            async (requests, token) => await Task.WhenAll(requests.Select(request => inner.ChatAsync(request, token))).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public string Identity => _inner.Identity;

    /// <inheritdoc/>
    public LanguageModelCapabilities Capabilities => _inner.Capabilities;

    /// <inheritdoc/>
    public int? ContextLimit => _inner.ContextLimit;

    /// <inheritdoc/>
    public TokenPrices? Prices => _inner.Prices;

    /// <inheritdoc/>
    public IExactLanguageModel? Exact => _inner.Exact;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) =>
        _generations.AskAsync(requests, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) =>
        _scores.AskAsync(requests, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NextTokenDistribution>> PredictNextAsync(IReadOnlyList<NextTokenRequest> requests, CancellationToken cancellationToken) =>
        _predictions.AskAsync(requests, cancellationToken);

    /// <inheritdoc/>
    public async Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return KeptChats.AreRepeatable(request, _inner)
            ? KeptChats.Copy((await _chats.AskAsync([request], cancellationToken).ConfigureAwait(false))[0])
            : await _inner.ChatAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
