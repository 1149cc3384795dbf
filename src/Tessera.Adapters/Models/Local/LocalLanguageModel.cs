using System.Composition;
using Tessera.Adapters.Models.Scoring;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;

namespace Tessera.Adapters.Models.Local;

/// <summary>A base model in this process, with a LoRA adapter where one is named. Calls at the same time wait for each other.</summary>
/// <remarks>
/// Answers depend on their requests alone, up to the rounding of the arithmetic. How texts become tokens, and what a score counts, is described
/// in docs/language-models.md.
/// </remarks>
[LanguageModel("local", Description = "A base model in this process, with a LoRA adapter where one is named.", Options = typeof(LocalModelOptions))]
public sealed class LocalLanguageModel : ILanguageModel, IDisposable
{
    private readonly Lazy<LocalModel> _model;
    // One call at a time uses all processors anyway, and the bound on memory is then one for all calls.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Names the model; it is opened when it is first asked.</summary>
    /// <param name="options">Where the model is and how it runs.</param>
    [ImportingConstructor]
    public LocalLanguageModel(LocalModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _model = new Lazy<LocalModel>(() => LocalModel.Open(options));
    }

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The model or the adapter cannot be opened (TESS5001 to TESS5016, TESS5201 to TESS5208).</exception>
    public string Identity => _model.Value.Identity;

    /// <inheritdoc/>
    public LanguageModelCapabilities Capabilities =>
        LanguageModelCapabilities.Generate | LanguageModelCapabilities.Score | LanguageModelCapabilities.PredictNext | LanguageModelCapabilities.Seeded;

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The model or the adapter cannot be opened.</exception>
    public int? ContextLimit => _model.Value.ContextLength;

    /// <inheritdoc/>
    public TokenPrices? Prices => new TokenPrices(0, 0);

    /// <summary>What was read so far to score, and what would have been without sharing.</summary>
    public ScoringWork ScoringWork => _model.Value.Work;

    /// <inheritdoc/>
    /// <exception cref="ContextExceededException">TESS4405: a prompt leaves no room in the model's context.</exception>
    /// <exception cref="TesseraException">The model cannot be opened, or TESS4431: a prompt has no tokens.</exception>
    public Task<IReadOnlyList<Sdk.Language.Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) =>
        WorkAsync(requests, model => model.Generate(requests, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ContextExceededException">TESS4405: context and continuation are longer than the model reads.</exception>
    /// <exception cref="TesseraException">The model cannot be opened, or TESS4431: a context has no tokens.</exception>
    public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) =>
        WorkAsync(requests, model => model.Score(requests, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ContextExceededException">TESS4405: a context is longer than the model reads.</exception>
    /// <exception cref="TesseraException">The model cannot be opened, or TESS4431: a context has no tokens.</exception>
    public Task<IReadOnlyList<NextTokenDistribution>> PredictNextAsync(IReadOnlyList<NextTokenRequest> requests, CancellationToken cancellationToken) =>
        WorkAsync(requests, model => model.PredictNext(requests, cancellationToken), cancellationToken);

    /// <summary>Disposes of the model.</summary>
    public void Dispose()
    {
        if (_model.IsValueCreated) _model.Value.Dispose();
        _turn.Dispose();
    }

    private async Task<IReadOnlyList<TAnswer>> WorkAsync<TRequest, TAnswer>(IReadOnlyList<TRequest> requests, Func<LocalModel, IReadOnlyList<TAnswer>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // On one thread from beginning to end: dispose scopes belong to threads.
            return await Task.Run(() => work(_model.Value), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }
}
