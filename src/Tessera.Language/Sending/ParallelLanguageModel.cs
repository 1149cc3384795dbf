using Tessera.Sdk.Language;

namespace Tessera.Language.Sending;

/// <summary>A language model that is asked in parts, several of them at once; a part begins as soon as another one ends, whichever batch it belongs to.</summary>
/// <param name="inner">The model.</param>
/// <param name="maxParallel">How many parts are asked at once at most.</param>
/// <param name="batchSize">How many requests a part has at most.</param>
internal sealed class ParallelLanguageModel(ILanguageModel inner, int maxParallel, int batchSize) : SentLanguageModel(inner), IDisposable
{
    private readonly ILanguageModel _inner = inner;
    private readonly SemaphoreSlim _places = new(maxParallel);

    public override async Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _inner.ChatAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    // Once a part has failed no other begins; those under way are waited for, for they are paid for.
    protected override async Task<IReadOnlyList<TAnswer>> AskAsync<TRequest, TAnswer>(
        IReadOnlyList<TRequest> requests, Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TAnswer>>> ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var answers = new TAnswer?[requests.Count];
        LanguageModelException? first = null;
        await Task.WhenAll(requests.Chunk(batchSize).Select((part, index) => AskPartAsync(part, index * batchSize))).ConfigureAwait(false);
        if (first is null) return answers!;
        throw answers.Any(answer => answer is not null) ? new IncompleteAnswersException<TAnswer>(answers, first) : first;

        async Task AskPartAsync(TRequest[] part, int begin)
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (Volatile.Read(ref first) is not null) return;
                var given = (await ask(part, cancellationToken).ConfigureAwait(false)).RequireOneEach(part.Length, Identity);
                for (var i = 0; i < part.Length; i++) answers[begin + i] = given[i];
            }
            catch (LanguageModelException failure)
            {
                var incomplete = failure as IncompleteAnswersException<TAnswer>;
                for (var i = 0; i < (incomplete?.Answers.Count ?? 0); i++) answers[begin + i] = incomplete!.Answers[i];
                Interlocked.CompareExchange(ref first, incomplete?.Cause ?? failure, null);
            }
            finally
            {
                _places.Release();
            }
        }
    }
}
