using Tessera.Sdk.Language;

namespace Tessera.Language.Sending;

/// <summary>A language model that decides when another one is asked, and changes nothing else about it.</summary>
/// <param name="inner">The model.</param>
internal abstract class SentLanguageModel(ILanguageModel inner) : ILanguageModel
{
    public string Identity => inner.Identity;

    public LanguageModelCapabilities Capabilities => inner.Capabilities;

    public int? ContextLimit => inner.ContextLimit;

    public TokenPrices? Prices => inner.Prices;

    public IExactLanguageModel? Exact => inner.Exact;

    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) => AskAsync(requests, inner.GenerateAsync, cancellationToken);

    public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) => AskAsync(requests, inner.ScoreAsync, cancellationToken);

    public Task<IReadOnlyList<NextTokenDistribution>> PredictNextAsync(IReadOnlyList<NextTokenRequest> requests, CancellationToken cancellationToken) =>
        AskAsync(requests, inner.PredictNextAsync, cancellationToken);

    public abstract Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken);

    /// <summary>Asks a batch.</summary>
    protected abstract Task<IReadOnlyList<TAnswer>> AskAsync<TRequest, TAnswer>(
        IReadOnlyList<TRequest> requests, Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TAnswer>>> ask, CancellationToken cancellationToken) where TAnswer : class;
}
