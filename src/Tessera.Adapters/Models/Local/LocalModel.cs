using System.Globalization;
using Tessera.Adapters.Models.Generation;
using Tessera.Adapters.Models.Lora;
using Tessera.Adapters.Models.Scoring;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using TorchSharp;

namespace Tessera.Adapters.Models.Local;

/// <summary>An opened base model, with its adapter, that answers as a language model does. One thread at a time may ask it.</summary>
internal sealed class LocalModel : IDisposable
{
    private readonly LanguageModelFolder _folder;
    private readonly LoraAdaptation? _adapter;
    private readonly int _tokensPerBatch, _cachedTokens;
    private readonly PrefixScorer _scorer;

    private LocalModel(LanguageModelFolder folder, LoraAdaptation? adapter, LocalModelOptions options, string identity)
    {
        (_folder, _adapter, Identity, _tokensPerBatch) = (folder, adapter, identity, options.TokensPerBatch);
        var cacheBytes = (long)options.CacheMegabytes << 20;
        _cachedTokens = (int)Math.Min(int.MaxValue, cacheBytes / (folder.Model.KeyValueSize * folder.Model.Type.ElementSize()));
        _scorer = new PrefixScorer(folder.Model, options.TokensPerBatch, cacheBytes);
    }

    public string Identity { get; }

    public int ContextLength => _folder.Model.ContextLength;

    /// <summary>What was read to score.</summary>
    public ScoringWork Work => _scorer.Work;

    /// <exception cref="TesseraException">The model or the adapter cannot be opened.</exception>
    public static LocalModel Open(LocalModelOptions options)
    {
        var folder = LanguageModelFolder.Open(options.Path, options.Dtype, options.Device);
        try
        {
            var adapter = options.Adapter is { } path ? LoraAdaptation.Open(path, folder.Model) : null;
            try
            {
                var (name, added) = (Path.GetFileName(Path.TrimEndingDirectorySeparator(folder.Path)), options.Adapter is null ? "" : "+lora");
                var hash = ContentHash.Of(options.Adapter is null ? [folder.Path] : [folder.Path, options.Adapter]);
                return new LocalModel(folder, adapter, options, $"local:{name}{added}:{options.Dtype.ToString().ToLowerInvariant()}@{hash}");
            }
            catch
            {
                adapter?.Dispose();
                throw;
            }
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public IReadOnlyList<Sdk.Language.Generation> Generate(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
    {
        var contexts = requests.Select(request => Context(request.Prompt, room: 1)).ToList();
        var answers = new Sdk.Language.Generation[requests.Count];
        var generator = new TextGenerator(_folder.Model, _folder.Tokenizer);
        foreach (var alike in Enumerable.Range(0, requests.Count).GroupBy(index => requests[index].Sampling, SamplingComparer.Instance))
        {
            var indices = alike.ToList();
            var texts = generator.Generate([.. indices.Select(index => contexts[index])], OptionsOf(alike.Key), [.. indices.Select(index => requests[index].Seed)], _adapter, cancellationToken: cancellationToken);
            foreach (var (index, text) in indices.Zip(texts))
                answers[index] = new Sdk.Language.Generation(text.Text, new Usage(contexts[index].Count, text.Tokens.Count), text.LogProbability, text.End == GenerationEnd.Length);
        }

        return answers;
    }

    public IReadOnlyList<ContinuationScore> Score(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken)
    {
        var contexts = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
        var continuations = requests.Select(request =>
        {
            var tokens = _folder.Tokenizer.EncodeAfter(request.Continuation);
            if (!contexts.TryGetValue(request.Context, out var context)) contexts[request.Context] = context = Context(request.Context, room: 0);
            return new Continuation(Bounded(context, tokens.Count - 1), tokens);
        }).ToList();
        return [.. continuations.Zip(_scorer.Score(continuations, _adapter, cancellationToken), (asked, score) => new ContinuationScore(score, asked.Tokens.Count, new Usage(asked.Length, 0)))];
    }

    public IReadOnlyList<NextTokenDistribution> PredictNext(IReadOnlyList<NextTokenRequest> requests, CancellationToken cancellationToken)
    {
        foreach (var request in requests) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Count);
        var contexts = requests.Select(request => Context(request.Context, room: 0)).ToList();
        var answers = new NextTokenDistribution[requests.Count];
        var predictor = new NextTokenPredictor(_folder.Model, _tokensPerBatch);
        foreach (var (index, tokens) in predictor.Predict(contexts, [.. requests.Select(request => request.Count)], _adapter, cancellationToken).Index())
        {
            answers[index] = new NextTokenDistribution(
                [.. tokens.Select(token => KeyValuePair.Create(_folder.Tokenizer.DecodeAfter(contexts[index], [token.Token]), token.LogProbability))], new Usage(contexts[index].Count, 1));
        }

        return answers;
    }

    public void Dispose()
    {
        _adapter?.Dispose();
        _folder.Dispose();
    }

    private GenerationOptions OptionsOf(SamplingOptions sampling) => new()
    {
        Temperature = sampling.Temperature,
        TopP = sampling.TopP,
        MaxTokens = Math.Min(sampling.MaxTokens, ContextLength),
        StopTexts = sampling.Stop,
        TokensPerBatch = _cachedTokens,
    };

    private IReadOnlyList<int> Context(string text, int room)
    {
        var tokens = _folder.Tokenizer.EncodeWhole(text);
        return tokens.Count > 0 ? Bounded(tokens, room) : throw new TesseraException(Diagnostic.Error(
            "TESS4431", $"The language model '{Identity}' cannot begin a text: nothing stands before it.", remedy: "Give a text to go on from; this model's tokenizer has no token for the beginning."));
    }

    private IReadOnlyList<int> Bounded(IReadOnlyList<int> context, int room) => context.Count + room <= ContextLength ? context : throw new ContextExceededException(string.Create(
        CultureInfo.InvariantCulture,
        $"error TESS4405: The language model '{Identity}' reads {ContextLength} tokens, and {context.Count + Math.Max(0, room)} are needed. Shorten the text, or choose a model that reads more."));
}
