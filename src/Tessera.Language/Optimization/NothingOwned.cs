namespace Tessera.Language.Optimization;

/// <summary>Stands where a part was not named, and nothing is to be released.</summary>
internal sealed class NothingOwned : IAsyncDisposable
{
    public static readonly NothingOwned Instance = new();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
