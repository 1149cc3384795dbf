using Tessera.Sdk.Language;

namespace Tessera.Language.Caching;

/// <summary>A language model whose answers outlive it.</summary>
/// <remarks>Many questions are asked in parts, so that what ends the work loses no more than one part's answers.</remarks>
/// <param name="inner">The model.</param>
/// <param name="store">The answers.</param>
internal sealed class StoredLanguageModel(ILanguageModel inner, IAnswerStore store) : ILanguageModel
{
    private const int PartSize = 128;

    public string Identity => inner.Identity;

    public LanguageModelCapabilities Capabilities => inner.Capabilities;

    public int? ContextLimit => inner.ContextLimit;

    /// <inheritdoc/>
    public TokenPrices? Prices => inner.Prices;

    /// <inheritdoc/>
    public IExactLanguageModel? Exact => inner.Exact;

    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) =>
        AskAsync(requests, request => ContentKey.Of(Identity, request), inner.GenerateAsync, cancellationToken);

    public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) =>
        AskAsync(requests, request => ContentKey.Of(Identity, request), inner.ScoreAsync, cancellationToken);

    public Task<IReadOnlyList<NextTokenDistribution>> PredictNextAsync(IReadOnlyList<NextTokenRequest> requests, CancellationToken cancellationToken) =>
        AskAsync(requests, request => ContentKey.Of(Identity, request), inner.PredictNextAsync, cancellationToken);

    public async Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken) => KeptChats.AreRepeatable(request, inner)
        ? (await AskAsync<ChatRequest, ChatReply>(
            [request], asked => ContentKey.Of(Identity, asked), async (_, token) => [await inner.ChatAsync(request, token).ConfigureAwait(false)], cancellationToken).ConfigureAwait(false))[0]
        : await inner.ChatAsync(request, cancellationToken).ConfigureAwait(false);

    private async Task<IReadOnlyList<TAnswer>> AskAsync<TRequest, TAnswer>(
        IReadOnlyList<TRequest> requests,
        Func<TRequest, string> keyOf,
        Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TAnswer>>> ask,
        CancellationToken cancellationToken) where TAnswer : class
    {
        var keys = requests.Select(keyOf).ToList();
        var answers = new TAnswer?[requests.Count];
        for (var i = 0; i < answers.Length; i++) answers[i] = await store.FindAsync<TAnswer>(keys[i], cancellationToken).ConfigureAwait(false);
        var missing = Enumerable.Range(0, answers.Length).Where(index => answers[index] is null).ToList();
        foreach (var part in missing.Chunk(PartSize))
        {
            try
            {
                var fresh = await ask([.. part.Select(index => requests[index])], cancellationToken).ConfigureAwait(false);
                // Answers that are not one a request are handed on as they are, for whoever asked to refuse them.
                if (fresh is null || fresh.Count != part.Length || fresh.Any(answer => answer is null)) return fresh!;
                await KeepAsync(part, fresh).ConfigureAwait(false);
            }
            catch (IncompleteAnswersException<TAnswer> failure)
            {
                await KeepAsync(part, failure.Answers).ConfigureAwait(false);
                throw new IncompleteAnswersException<TAnswer>(answers, failure.Cause);
            }
        }

        return answers!;

        async Task KeepAsync(IReadOnlyList<int> part, IEnumerable<TAnswer?> fresh)
        {
            foreach (var (index, answer) in part.Zip(fresh))
            {
                answers[index] = answer;
                if (answer is not null) await store.KeepAsync(keys[index], answer).ConfigureAwait(false);
            }
        }
    }
}
