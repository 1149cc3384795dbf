using System.Composition;
using System.Globalization;
using Tessera.Models.Ngram.Counts;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;

namespace Tessera.Models.Ngram;

/// <summary>A language model of words that were counted, each of whose probabilities has a closed form.</summary>
/// <remarks>
/// Tokens are words between white space. The probabilities of the words that can follow, the end of the text among them, sum to 1. A word that
/// the texts do not have is impossible, and tells nothing where it stands in a context. The formulas stand at <see cref="Smoothing"/>.
/// </remarks>
[LanguageModel("ngram", Description = "A word n-gram language model, counted from a text.", Options = typeof(NgramModelOptions))]
public sealed class NgramLanguageModel : ILanguageModel
{
    private readonly NgramModelOptions _options;
    private readonly Lazy<NgramCounts> _counts;

    /// <summary>Names the texts; they are read when the model is first asked.</summary>
    /// <param name="options">Where the texts are, and how they are counted.</param>
    [ImportingConstructor]
    public NgramLanguageModel(NgramModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _counts = new Lazy<NgramCounts>(() => TextFile.Read(options.File, options.Order));
    }

    /// <inheritdoc/>
    /// <exception cref="TesseraException">TESS6011, TESS6012: the texts cannot be read.</exception>
    public string Identity => string.Create(
        CultureInfo.InvariantCulture,
        $"ngram:{_options.Order}:{(_options.Smoothing == Smoothing.Additive ? "added" : "interpolated")}:{(_options.Smoothing == Smoothing.Additive ? _options.Added : _options.Interpolation):R}{(_options.ScoreEnd ? "+end" : "")}@{_counts.Value.ContentHash}");

    /// <inheritdoc/>
    public LanguageModelCapabilities Capabilities =>
        LanguageModelCapabilities.Generate | LanguageModelCapabilities.Score | LanguageModelCapabilities.PredictNext | LanguageModelCapabilities.Seeded;

    /// <inheritdoc/>
    public TokenPrices? Prices => new TokenPrices(0, 0);

    private NextWords NextWords => new(_counts.Value, _options);

    /// <inheritdoc/>
    /// <exception cref="TesseraException">TESS6011, TESS6012: the texts cannot be read.</exception>
    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) => Answer(requests, Generate, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="TesseraException">TESS6011, TESS6012: the texts cannot be read.</exception>
    public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) => Answer(requests, Score, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="TesseraException">TESS6011, TESS6012: the texts cannot be read.</exception>
    public Task<IReadOnlyList<NextTokenDistribution>> PredictNextAsync(IReadOnlyList<NextTokenRequest> requests, CancellationToken cancellationToken) => Answer(requests, PredictNext, cancellationToken);

    private Generation Generate(GenerationRequest request)
    {
        WordChoice.Check(request.Sampling);
        var (before, random) = (TextWords.Of(request.Prompt), request.Seed.CreateRandom());
        var (history, written) = (_counts.Value.HistoryOf(before), new WrittenText(TextWords.GapAfter(request.Prompt), request.Sampling.Stop));
        while (written.Count < request.Sampling.MaxTokens)
        {
            var (word, probability) = WordChoice.Draw(NextWords.After(history), request.Sampling, random);
            if (word == NgramCounts.End) return Finish(_options.ScoreEnd ? Math.Log(probability) : 0, truncated: false);
            history.Add(word);
            if (written.Add(_counts.Value.Words[word], Math.Log(probability))) return Finish(0, truncated: false);
        }

        return Finish(0, truncated: true);

        Generation Finish(double end, bool truncated) => new(written.Text, new Usage(before.Length, written.Count), written.LogProbability + end, truncated);
    }

    private ContinuationScore Score(ScoreRequest request)
    {
        var (before, added) = TextWords.Join(request.Context, request.Continuation);
        var (history, next, sum) = (_counts.Value.HistoryOf(before), NextWords, 0.0);
        foreach (var number in added.Select(_counts.Value.NumberOf))
        {
            sum += Math.Log(next.ProbabilityOf(number, history));
            history.Add(number);
        }

        if (_options.ScoreEnd) sum += Math.Log(next.ProbabilityOf(NgramCounts.End, history));
        return new ContinuationScore(sum, added.Length + (_options.ScoreEnd ? 1 : 0), new Usage(before.Length + added.Length, 0));
    }

    private NextTokenDistribution PredictNext(NextTokenRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1);
        var (before, gap) = (TextWords.Of(request.Context), TextWords.GapAfter(request.Context));
        var words = NextWords.After(_counts.Value.HistoryOf(before)).Where(one => one.Probability > 0).Take(request.Count);
        // Nothing stands for the end.
        return new NextTokenDistribution(
            [.. words.Select(one => KeyValuePair.Create(one.Word == NgramCounts.End ? "" : gap + _counts.Value.Words[one.Word], Math.Log(one.Probability)))], new Usage(before.Length, 1));
    }

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
