using Tessera.Sdk.Language;

namespace Tessera.Models.Http;

/// <summary>Asks many questions side by side.</summary>
internal static class ManyRequests
{
    /// <summary>All answers in the order of the questions; the first failure ends the others.</summary>
    /// <exception cref="IncompleteAnswersException{TAnswer}">A question failed when others were answered.</exception>
    public static async Task<IReadOnlyList<TAnswer>> AskAsync<TRequest, TAnswer>(
        IReadOnlyList<TRequest> requests, Func<TRequest, CancellationToken, Task<TAnswer>> ask, CancellationToken cancellationToken) where TAnswer : class
    {
        ArgumentNullException.ThrowIfNull(requests);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answers = new TAnswer?[requests.Count];
        try
        {
            await Task.WhenAll(requests.Select(AskOneAsync)).ConfigureAwait(false);
            return answers!;
        }
        catch (LanguageModelException failure) when (answers.Any(answer => answer is not null))
        {
            throw new IncompleteAnswersException<TAnswer>(answers, failure);
        }

        async Task AskOneAsync(TRequest request, int index)
        {
            try
            {
                answers[index] = await ask(request, ending.Token).ConfigureAwait(false);
            }
            catch
            {
                await ending.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }
}
