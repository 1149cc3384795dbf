using Tessera.Adapters.Models.Local;
using Tessera.Adapters.Models.Tokenizers;
using Tessera.Sdk.Language;

namespace Tessera.Benchmarks.Scoring;

/// <summary>
/// The local model, asked for no score twice, as DLN's own code caches them. Counts the tokens that the requests of that code would have a server read: each hidden text behind its
/// context, and each context of the last layer once, whose classes are read from its next tokens.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="tokenizer">Its tokens.</param>
/// <param name="classes">The texts of the classes.</param>
/// <param name="requestByRequest">Whether each score is asked for alone.</param>
internal sealed class AskedOnceModel(LocalLanguageModel model, TextTokenizer tokenizer, IReadOnlyCollection<string> classes, bool requestByRequest) : ILanguageModel
{
    private readonly Dictionary<ScoreRequest, ContinuationScore> _known = [];
    private readonly HashSet<string> _contexts = [];

    /// <summary>How many tokens the requests of DLN's code read.</summary>
    public long TokensOfTheOriginal { get; private set; }

    public string Identity => model.Identity;

    public LanguageModelCapabilities Capabilities => model.Capabilities;

    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) => model.GenerateAsync(requests, cancellationToken);

    public async Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken)
    {
        var unknown = requests.Where(request => !_known.ContainsKey(request)).Distinct().ToList();
        foreach (var request in unknown)
        {
            var context = tokenizer.EncodeWhole(request.Context).Count;
            if (!classes.Contains(request.Continuation)) TokensOfTheOriginal += context + tokenizer.EncodeAfter(request.Continuation).Count - 1;
            else if (_contexts.Add(request.Context)) TokensOfTheOriginal += context;
        }

        foreach (var asked in unknown.Chunk(requestByRequest ? 1 : Math.Max(1, unknown.Count)))
        {
            foreach (var (request, score) in asked.Zip(await model.ScoreAsync(asked, cancellationToken).ConfigureAwait(false))) _known.Add(request, score);
        }

        return [.. requests.Select(request => _known[request])];
    }
}
