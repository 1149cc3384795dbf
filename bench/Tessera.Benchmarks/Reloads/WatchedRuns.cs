using System.Threading.Channels;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Running;
using Tessera.Pipelines.Watching;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Benchmarks.Reloads;

/// <summary>Hears when runs of a watch begin.</summary>
/// <param name="folder">The runs' folder.</param>
internal sealed class WatchedRuns(string folder) : IWatchObserver
{
    private readonly Channel<int> _changes = Channel.CreateUnbounded<int>();
    private readonly Channel<int> _waits = Channel.CreateUnbounded<int>();

    /// <summary>Waits until a run begins, and gives the number of changes that it was begun for.</summary>
    public async Task<int> BegunAsync() => await _changes.Reader.ReadAsync();

    /// <summary>Waits until a change is waited for.</summary>
    public async Task WaitingAsync() => await _waits.Reader.ReadAsync();

    public RunOptions Begin(Pipeline pipeline, IReadOnlyList<WatchedChange> changes)
    {
        _changes.Writer.TryWrite(changes.Count);
        return new RunOptions { Folder = folder };
    }

    public Task EndAsync(RunSummary? summary) => Task.CompletedTask;

    public void Tell(IReadOnlyList<Diagnostic> diagnostics) => throw new InvalidOperationException(string.Join('\n', diagnostics));

    public void Wait(IReadOnlyList<string> subjects) => _waits.Writer.TryWrite(0);
}
