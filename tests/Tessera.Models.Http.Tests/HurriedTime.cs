using System.Collections.Concurrent;

namespace Tessera.Models.Http.Tests;

/// <summary>The system's clock with timers that run a hundred times as fast, and a record of what was waited for.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private const int Factor = 100;

    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    /// <summary>The waits between attempts: all timers but those that bound an attempt.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits.Where(wait => wait != Service.Timeout)];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero) return base.CreateTimer(callback, state, dueTime, period);
        _waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, dueTime / Factor, period);
    }
}
