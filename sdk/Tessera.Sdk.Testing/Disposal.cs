namespace Tessera.Sdk.Testing;

/// <summary>Ends parts in the way that they ask for.</summary>
internal static class Disposal
{
    public static async Task DisposeAsync(object part)
    {
        if (part is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync().ConfigureAwait(false);
        else (part as IDisposable)?.Dispose();
    }

    /// <summary>Uses a part and disposes of it twice; what it throws is the fault.</summary>
    /// <exception cref="NotApplicableException">The part holds nothing.</exception>
    public static async Task<string?> TwiceAsync<TPart>(TPart part, Func<TPart, Task> use) where TPart : class
    {
        if (part is not (IAsyncDisposable or IDisposable)) throw new NotApplicableException("it holds nothing to dispose of.");
        await use(part).ConfigureAwait(false);
        await DisposeAsync(part).ConfigureAwait(false);
        await DisposeAsync(part).ConfigureAwait(false);
        return null;
    }
}
