using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;

namespace Tessera.Language.Composition;

/// <summary>A part that puts something around another language model and owns that.</summary>
public abstract class ComposedLanguageModel : ILanguageModel, IAsyncDisposable
{
    private readonly OwnedPart<ILanguageModel> _part;
    private readonly ILanguageModel _whole;

    /// <summary>Creates the inner model and puts something around it.</summary>
    /// <param name="model">The inner model.</param>
    /// <param name="around">Gives the whole.</param>
    private protected ComposedLanguageModel(Part<ILanguageModel> model, Func<ILanguageModel, ILanguageModel> around)
    {
        _part = model.Create();
        _whole = around(_part.Value);
    }

    /// <inheritdoc/>
    public string Identity => _whole.Identity;

    /// <inheritdoc/>
    public LanguageModelCapabilities Capabilities => _whole.Capabilities;

    /// <inheritdoc/>
    public int? ContextLimit => _whole.ContextLimit;

    /// <inheritdoc/>
    public TokenPrices? Prices => _whole.Prices;

    /// <inheritdoc/>
    public IExactLanguageModel? Exact => _whole.Exact;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) =>
        _whole.GenerateAsync(requests, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) =>
        _whole.ScoreAsync(requests, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NextTokenDistribution>> PredictNextAsync(IReadOnlyList<NextTokenRequest> requests, CancellationToken cancellationToken) =>
        _whole.PredictNextAsync(requests, cancellationToken);

    /// <inheritdoc/>
    public Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken) => _whole.ChatAsync(request, cancellationToken);

    /// <summary>Disposes of the inner model.</summary>
    /// <returns>A task that ends when it is gone.</returns>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        (_whole as IDisposable)?.Dispose();
        return _part.DisposeAsync();
    }
}
