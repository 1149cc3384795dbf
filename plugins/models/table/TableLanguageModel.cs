using System.Composition;
using Tessera.Models.Table.Tables;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;

namespace Tessera.Models.Table;

/// <summary>A language model whose every probability stands in a file, so that optimizers can be compared with the true optimum.</summary>
/// <remarks>Tokens are words between white space. The format, and how contexts are recognised, are described in docs/table-model.md.</remarks>
[LanguageModel("table", Description = "An exact language model read from a table of probabilities.", Options = typeof(TableModelOptions))]
public sealed class TableLanguageModel : IExactLanguageModel
{
    private readonly Lazy<ProbabilityTable> _table;

    /// <summary>Names the file; it is read when the model is first asked.</summary>
    /// <param name="options">Where the table is.</param>
    [ImportingConstructor]
    public TableLanguageModel(TableModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _table = new Lazy<ProbabilityTable>(() => TableFile.Read(options.File));
    }

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The file cannot be read or is not a table.</exception>
    public string Identity => $"table:{_table.Value.Name}@{_table.Value.ContentHash}";

    /// <inheritdoc/>
    public LanguageModelCapabilities Capabilities =>
        LanguageModelCapabilities.Generate | LanguageModelCapabilities.Score | LanguageModelCapabilities.PredictNext | LanguageModelCapabilities.Seeded;

    /// <inheritdoc/>
    public TokenPrices? Prices => new TokenPrices(0, 0);

    /// <inheritdoc/>
    public IExactLanguageModel? Exact => this;

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The file is not a table, or a context is not recognised.</exception>
    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) =>
        Answer(requests, request =>
        {
            var drawn = Continuations(request.Prompt).Cut(request.Sampling).Draw(request.Sampling, request.Seed);
            return new Generation(drawn.Text, new Usage(Words.Count(request.Prompt), Words.Count(drawn.Text)), drawn.LogProbability, drawn.Truncated);
        }, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The file is not a table, or a context is not recognised.</exception>
    public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) =>
        Answer(requests, request =>
        {
            var tokens = Words.Count(request.Continuation);
            return new ContinuationScore(
                Continuations(request.Context).LogProbabilityOf(request.Continuation), tokens, new Usage(Words.Count(request.Context) + tokens, 0));
        }, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The file is not a table, or a context is not recognised.</exception>
    public Task<IReadOnlyList<NextTokenDistribution>> PredictNextAsync(IReadOnlyList<NextTokenRequest> requests, CancellationToken cancellationToken) =>
        Answer(requests, request =>
        {
            var words = Continuations(request.Context).Cut(new SamplingOptions { MaxTokens = 1 }).MostProbable(request.Count);
            return new NextTokenDistribution(
                [.. words.Select(word => KeyValuePair.Create(word.Text, word.LogProbability))], new Usage(Words.Count(request.Context), 1));
        }, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The file is not a table, or the prompt is not recognised.</exception>
    public IReadOnlyList<PossibleText> Enumerate(GenerationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Continuations(request.Prompt).Cut(request.Sampling).Enumerate(request.Sampling);
    }

    private ContinuationDistribution Continuations(string context) => ContextReader.Recognise(_table.Value, context);

    private static Task<IReadOnlyList<TAnswer>> Answer<TRequest, TAnswer>(
        IReadOnlyList<TRequest> requests, Func<TRequest, TAnswer> answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<IReadOnlyList<TAnswer>>(cancellationToken);
        try
        {
            return Task.FromResult<IReadOnlyList<TAnswer>>([.. requests.Select(answer)]);
        }
        catch (Exception failure) when (failure is TesseraException or ArgumentException)
        {
            return Task.FromException<IReadOnlyList<TAnswer>>(failure);
        }
    }
}
