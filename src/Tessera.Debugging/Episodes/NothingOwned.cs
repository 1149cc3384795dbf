namespace Tessera.Debugging.Episodes;

/// <summary>Stands where nothing need be released.</summary>
internal sealed class NothingOwned : IAsyncDisposable
{
    public static NothingOwned Instance { get; } = new();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
