using System.Globalization;
using Tessera.Sdk.Steps;

namespace Tessera.Adapters.Training;

/// <summary>Tells how training goes: how far it is, the loss, and how long it will still take.</summary>
/// <param name="context">Who is told.</param>
/// <param name="time">Measures time.</param>
/// <param name="steps">How many steps there are in all.</param>
internal sealed class TrainingWatch(IStepContext context, TimeProvider time, int steps)
{
    // Often enough for a person who waits, seldom enough for a journal.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly long _began = time.GetTimestamp();
    private long? _told;

    /// <summary>How many steps this attempt has done.</summary>
    public int Done { get; private set; }

    /// <summary>How long training has taken.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    /// <summary>A step has been done.</summary>
    /// <param name="before">How many steps had been done before those that are counted by this training's own numbers.</param>
    /// <param name="progress">What happened in it.</param>
    public void Tell(int before, TrainingProgress progress)
    {
        Done++;
        var reached = before + progress.Step + 1;
        if (_told is { } last && time.GetElapsedTime(last) < Pause && reached < steps) return;
        _told = time.GetTimestamp();
        var loss = progress.Losses.Average();
        context.RecordMetric("loss", loss);
        context.ReportProgress((double)reached / steps, string.Create(CultureInfo.InvariantCulture, $"step {reached} of {steps}, loss {loss:0.0000}, {Left(reached)} left"));
    }

    private string Left(int reached)
    {
        var left = Elapsed / Done * (steps - reached);
        return left < TimeSpan.FromSeconds(100) ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalSeconds):0} s")
            : left < TimeSpan.FromMinutes(100) ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalMinutes):0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{left.TotalHours:0.0} h");
    }
}
