using System.Collections.Concurrent;

namespace Tessera.Models.Http.Tests;

/// <summary>The system's clock with timers that run a hundred times as fast, and a record of what was waited for.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private const int Factor = 100;

    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    /// <summary>The waits between attempts: all timers but those that bound an attempt.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits.Where(wait => wait != Service.Timeout)];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new HurriedTimer(this, base.CreateTimer(callback, state, Hurried(dueTime), period));

    private TimeSpan Hurried(TimeSpan dueTime)
    {
        if (dueTime < TimeSpan.Zero) return dueTime;
        _waits.Enqueue(dueTime);
        return dueTime / Factor;
    }

    private sealed class HurriedTimer(HurriedTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Hurried(dueTime), period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
