using Tessera.Adapters.Training;
using Tessera.Sdk.Steps;

namespace Tessera.Adapters.Pretraining;

/// <summary>Tells how pretraining goes: how far it is, the loss and the speed.</summary>
internal sealed class LearningWatch(IStepContext context, TimeProvider time, int steps, int tokensPerStep)
{
    // Often enough for a person who waits, seldom enough for a journal.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly long _began = time.GetTimestamp();
    private long? _told;
    private int _done;

    /// <summary>How many tokens were learned a second.</summary>
    public double TokensPerSecond => (double)_done * tokensPerStep / Math.Max(1e-9, time.GetElapsedTime(_began).TotalSeconds);

    public void Tell(TrainingProgress progress)
    {
        _done++;
        if (_told is { } last && time.GetElapsedTime(last) < Pause && progress.Step + 1 < steps) return;
        _told = time.GetTimestamp();
        context.RecordMetric("loss", progress.Losses[0]);
        context.ReportProgress((progress.Step + 1.0) / steps, FormattableString.Invariant($"step {progress.Step + 1} of {steps}, loss {progress.Losses[0]:0.0000}, {TokensPerSecond:0} tokens/s"));
    }
}
