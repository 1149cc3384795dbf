using Tessera.Sdk.Language;

namespace Tessera.Models.Http;

/// <summary>Asks many questions side by side.</summary>
internal static class ManyRequests
{
    /// <summary>All answers in the order of the questions; after the first failure no other is sent.</summary>
    /// <exception cref="IncompleteAnswersException{TAnswer}">A question failed when others were answered.</exception>
    public static async Task<IReadOnlyList<TAnswer>> AskAsync<TRequest, TAnswer>(
        IReadOnlyList<TRequest> requests, Func<TRequest, RequestGroup, Task<TAnswer>> ask, CancellationToken cancellationToken) where TAnswer : class
    {
        ArgumentNullException.ThrowIfNull(requests);
        using var group = new RequestGroup(cancellationToken);
        var answers = new TAnswer?[requests.Count];
        try
        {
            await Task.WhenAll(requests.Select(async (request, index) => answers[index] = await ask(request, group).ConfigureAwait(false))).ConfigureAwait(false);
            return answers!;
        }
        catch (LanguageModelException failure)
        {
            var first = group.Failure ?? failure;
            throw answers.Any(answer => answer is not null) ? new IncompleteAnswersException<TAnswer>(answers, first) : first;
        }
    }
}
