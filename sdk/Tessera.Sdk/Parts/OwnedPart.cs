namespace Tessera.Sdk.Parts;

/// <summary>An instance of a part together with what must be released when it is no longer needed.</summary>
/// <typeparam name="TContract">The contract of the part.</typeparam>
/// <param name="value">The instance.</param>
/// <param name="release">
/// Releases what composition made: what was made for the instance, and the instance itself where it is an <see cref="IDisposable"/>.
/// Null for an instance that was made without composition.
/// </param>
public sealed class OwnedPart<TContract>(TContract value, Action? release = null) : IAsyncDisposable
    where TContract : class
{
    private int _disposed;

    /// <summary>The instance.</summary>
    public TContract Value { get; } = value;

    /// <summary>Disposes of the instance, asynchronously where it can, and releases its composition. A second call does nothing.</summary>
    /// <returns>A task that ends when the instance is gone.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        try
        {
            if (Value is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync().ConfigureAwait(false);
            // Composition disposes of what it made, as far as that is disposable at once.
            else if (release is null && Value is IDisposable synchronous) synchronous.Dispose();
        }
        finally
        {
            release?.Invoke();
        }
    }
}
