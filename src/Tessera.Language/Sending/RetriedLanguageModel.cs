using Polly;
using Polly.Retry;
using Tessera.Sdk.Language;

namespace Tessera.Language.Sending;

/// <summary>A language model that asks again what failed in passing, after a wait that doubles each time. Of a batch only what was not answered is asked again.</summary>
internal sealed class RetriedLanguageModel : SentLanguageModel
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ILanguageModel _inner;
    private readonly ResiliencePipeline _attempts;

    /// <summary>Stands around a model.</summary>
    /// <param name="inner">The model.</param>
    /// <param name="retries">How many times a batch is asked again, at least once.</param>
    /// <param name="time">Measures the waits.</param>
    public RetriedLanguageModel(ILanguageModel inner, int retries, TimeProvider time) : base(inner)
    {
        _inner = inner;
        _attempts = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = retries,
            // A lot decides when the model is asked again, so that those who failed together do not come back together; never what it is asked.
            Delay = FirstWait, MaxDelay = LongestWait, BackoffType = DelayBackoffType.Exponential, UseJitter = true,
            ShouldHandle = new PredicateBuilder().Handle<LanguageModelException>(failure => failure.IsTransient),
        }).Build();
    }

    public override async Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken) =>
        await _attempts.ExecuteAsync(async token => await _inner.ChatAsync(request, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    protected override async Task<IReadOnlyList<TAnswer>> AskAsync<TRequest, TAnswer>(
        IReadOnlyList<TRequest> requests, Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TAnswer>>> ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var answers = new TAnswer?[requests.Count];
        try
        {
            await _attempts.ExecuteAsync(async token => await AskMissingAsync(requests, answers, ask, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            return answers!;
        }
        catch (LanguageModelException failure) when (answers.Any(answer => answer is not null))
        {
            throw new IncompleteAnswersException<TAnswer>(answers, failure is IncompleteAnswersException<TAnswer> incomplete ? incomplete.Cause : failure);
        }
    }

    private async Task AskMissingAsync<TRequest, TAnswer>(
        IReadOnlyList<TRequest> requests, TAnswer?[] answers, Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TAnswer>>> ask, CancellationToken cancellationToken)
        where TAnswer : class
    {
        var missing = Enumerable.Range(0, answers.Length).Where(index => answers[index] is null).ToList();
        try
        {
            var given = (await ask(missing.ConvertAll(index => requests[index]), cancellationToken).ConfigureAwait(false)).RequireOneEach(missing.Count, Identity);
            foreach (var (index, answer) in missing.Zip(given)) answers[index] = answer;
        }
        catch (IncompleteAnswersException<TAnswer> failure)
        {
            foreach (var (index, answer) in missing.Zip(failure.Answers)) answers[index] = answer;
            throw;
        }
    }
}
