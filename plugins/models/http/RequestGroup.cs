using Tessera.Sdk.Language;

namespace Tessera.Models.Http;

/// <summary>Requests that are asked together: once one has failed for good, none begins and none is tried again.</summary>
/// <remarks>What is under way then is waited for, since it is paid for.</remarks>
/// <param name="cancelled">Ends everything at once.</param>
internal sealed class RequestGroup(CancellationToken cancelled) : IDisposable
{
    private readonly CancellationTokenSource _ended = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
    private LanguageModelException? _failure;

    /// <summary>Ends a request that is under way.</summary>
    public CancellationToken Cancelled { get; } = cancelled;

    /// <summary>Keeps a request from being sent.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>What failed first; null where nothing did.</summary>
    public LanguageModelException? Failure => _failure;

    /// <summary>One has failed for good.</summary>
    public async Task EndAsync(LanguageModelException failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        await _ended.CancelAsync().ConfigureAwait(false);
    }

    public void Dispose() => _ended.Dispose();
}
