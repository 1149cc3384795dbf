using System.Runtime.ExceptionServices;

namespace Tessera.Adapters.Training;

/// <summary>Does works on several threads, of which each lets libtorch compute on itself alone.</summary>
internal static class SideBySide
{
    /// <summary>Does works.</summary>
    /// <param name="count">How many works there are.</param>
    /// <param name="threads">How many go on at once; with one, or with one work alone, the caller does them, and libtorch computes as it is set to.</param>
    /// <param name="work">Does the work of a number.</param>
    public static void Run(int count, int threads, Action<int> work)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (threads == 1 || count == 1)
        {
            for (var index = 0; index < count; index++) work(index);
            return;
        }

        var next = -1;
        Exception? failure = null;
        // Threads of its own: on those of a pool, what is set for libtorch would stay.
        var workers = Enumerable.Range(0, Math.Min(count, threads)).Select(_ => new Thread(() =>
        {
            try
            {
                OperationThreads.LimitToOne();
                while (failure is null && Interlocked.Increment(ref next) is var index && index < count) work(index);
            }
#pragma warning disable CA1031 // It is thrown again by the caller's thread.
            catch (Exception caught)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, caught, null);
            }
        }) { IsBackground = true }).ToList();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }
}
