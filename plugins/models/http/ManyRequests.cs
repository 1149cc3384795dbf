namespace Tessera.Models.Http;

/// <summary>Asks many questions side by side.</summary>
internal static class ManyRequests
{
    /// <summary>All answers in the order of the questions; the first failure ends the others.</summary>
    public static async Task<IReadOnlyList<TAnswer>> AskAsync<TRequest, TAnswer>(
        IReadOnlyList<TRequest> requests, Func<TRequest, CancellationToken, Task<TAnswer>> ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return await Task.WhenAll(requests.Select(AskOneAsync)).ConfigureAwait(false);

        async Task<TAnswer> AskOneAsync(TRequest request)
        {
            try
            {
                return await ask(request, ending.Token).ConfigureAwait(false);
            }
            catch
            {
                await ending.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }
}
