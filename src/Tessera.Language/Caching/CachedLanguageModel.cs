using Tessera.Sdk.Language;

namespace Tessera.Language.Caching;

/// <summary>A language model that is asked once for each distinct question, as long as it lives. Conversations are not kept.</summary>
/// <remarks>
/// Questions are equal when model, texts, sampling and seed are. An answer keeps the usage of its first asking; what was truly spent
/// stands in a budget below. Samples are kept too: who wants another sample gives another seed.
/// </remarks>
public sealed class CachedLanguageModel : ILanguageModel
{
    private readonly ILanguageModel _inner;
    private readonly AnswerCache<GenerationRequest, Generation> _generations;
    private readonly AnswerCache<ScoreRequest, ContinuationScore> _scores;
    private readonly AnswerCache<NextTokenRequest, NextTokenDistribution> _predictions;

    /// <summary>Stands before a model.</summary>
    /// <param name="inner">The model.</param>
    public CachedLanguageModel(ILanguageModel inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _generations = new AnswerCache<GenerationRequest, Generation>(inner.Identity, request => ContentKey.Of(inner.Identity, request), inner.GenerateAsync);
        _scores = new AnswerCache<ScoreRequest, ContinuationScore>(inner.Identity, request => ContentKey.Of(inner.Identity, request), inner.ScoreAsync);
        _predictions = new AnswerCache<NextTokenRequest, NextTokenDistribution>(inner.Identity, request => ContentKey.Of(inner.Identity, request), inner.PredictNextAsync);
    }

    /// <inheritdoc/>
    public string Identity => _inner.Identity;

    /// <inheritdoc/>
    public LanguageModelCapabilities Capabilities => _inner.Capabilities;

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
    public Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken) => _inner.ChatAsync(request, cancellationToken);
}
