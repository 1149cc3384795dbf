using System.Collections.Concurrent;

namespace Tessera.Debugging.Terminals;

/// <summary>The one thread that starts programs.</summary>
/// <remarks>To Linux, the parent that a program may be told not to outlive is the thread that started it; one of the pool may end at any time.</remarks>
internal static class StartingThread
{
    private static readonly BlockingCollection<Action> _starts = [];

    static StartingThread() => new Thread(Work) { IsBackground = true, Name = "tessera-starts" }.Start();

    /// <summary>Starts a program on that thread, and waits for the start.</summary>
    public static T Do<T>(Func<T> start)
    {
        var started = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _starts.Add(() =>
        {
            try
            {
                started.SetResult(start());
            }
            catch (Exception refused)
            {
                started.SetException(refused);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    private static void Work()
    {
        foreach (var start in _starts.GetConsumingEnumerable()) start();
    }
}
