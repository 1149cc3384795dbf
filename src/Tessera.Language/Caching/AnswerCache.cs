using System.Collections.Concurrent;
using Tessera.Sdk.Language;

namespace Tessera.Language.Caching;

/// <summary>Answers by question. Equal questions under way at the same time are asked once; failures are not kept.</summary>
/// <typeparam name="TRequest">The question.</typeparam>
/// <typeparam name="TAnswer">The answer.</typeparam>
/// <param name="model">Who is asked.</param>
/// <param name="keyOf">What makes questions equal.</param>
/// <param name="ask">Asks for real.</param>
internal sealed class AnswerCache<TRequest, TAnswer>(
    string model, Func<TRequest, string> keyOf, Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TAnswer>>> ask) where TAnswer : class
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<TAnswer>> _answers = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<TAnswer>> AskAsync(IReadOnlyList<TRequest> requests, CancellationToken cancellationToken)
    {
        var own = new Dictionary<string, (TRequest Request, TaskCompletionSource<TAnswer> Answer)>(StringComparer.Ordinal);
        var waiting = new List<(TRequest Request, string Key, Task<TAnswer> Answer)>(requests.Count);
        // All keys first: a question without one must not leave those before it without an answer.
        foreach (var (request, key) in requests.Select(request => (request, keyOf(request))).ToList())
        {
            var fresh = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            var known = _answers.GetOrAdd(key, fresh);
            if (known == fresh) own.Add(key, (request, fresh));
            waiting.Add((request, key, known.Task));
        }

        try
        {
            await AskOwnAsync(own, cancellationToken).ConfigureAwait(false);
        }
        catch (IncompleteAnswersException<TAnswer> failure)
        {
            throw new IncompleteAnswersException<TAnswer>([.. waiting.Select(question => question.Answer.IsCompletedSuccessfully ? question.Answer.Result : null)], failure.Cause);
        }

        var answers = new TAnswer[requests.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            var (request, key, answer) = waiting[i];
            answers[i] = await OtherAsync(request, answer, own.ContainsKey(key), cancellationToken).ConfigureAwait(false);
        }

        return answers;
    }

    private async Task AskOwnAsync(Dictionary<string, (TRequest Request, TaskCompletionSource<TAnswer> Answer)> own, CancellationToken cancellationToken)
    {
        if (own.Count == 0) return;
        try
        {
            var answers = await ask([.. own.Values.Select(question => question.Request)], cancellationToken).ConfigureAwait(false);
            foreach (var (question, answer) in own.Values.Zip(answers.RequireOneEach(own.Count, model))) question.Answer.SetResult(answer);
        }
        catch (Exception failure)
        {
            var answered = (failure as IncompleteAnswersException<TAnswer>)?.Answers ?? [];
            foreach (var (index, (key, question)) in own.Index())
            {
                if (index < answered.Count && answered[index] is { } answer)
                {
                    question.Answer.TrySetResult(answer);
                    continue;
                }

                _answers.TryRemove(key, out _);
                question.Answer.TrySetCanceled(CancellationToken.None);
            }

            throw;
        }
    }

    // Whoever asked first may have failed for reasons of its own, such as being cancelled: then this one asks.
    private async Task<TAnswer> OtherAsync(TRequest request, Task<TAnswer> answer, bool isOwn, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!isOwn && !cancellationToken.IsCancellationRequested)
        {
            return (await AskAsync([request], cancellationToken).ConfigureAwait(false))[0];
        }
    }
}
