namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>Removes control groups behind the answers: the kernel may keep one a little longer than the last process in it.</summary>
internal sealed class GroupRemovals
{
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _removals = [];

    /// <summary>Ends what is still in a group now, and begins to remove it.</summary>
    public void Begin(ControlGroup group)
    {
        group.End();
        lock (_lock)
        {
            var removal = group.DisposeAsync().AsTask();
            if (removal.IsCompleted) return;
            _removals.Add(removal);
            _ = removal.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Waits until all are removed.</summary>
    public Task EndAsync()
    {
        lock (_lock) return Task.WhenAll(_removals);
    }

    private void Forget(Task removal)
    {
        lock (_lock) _removals.Remove(removal);
    }
}
