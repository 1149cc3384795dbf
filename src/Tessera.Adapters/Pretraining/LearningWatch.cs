using Tessera.Adapters.Training;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Steps;

namespace Tessera.Adapters.Pretraining;

/// <summary>Tells how training goes on.</summary>
internal sealed class LearningWatch(IStepContext context, TimeProvider time, int steps, int tokensPerStep)
{
    private const int Between = 20;

    private readonly List<SeriesPoint> _points = [];
    private readonly long _began = time.GetTimestamp();
    private int _taken;

    /// <summary>How many tokens were learned a second.</summary>
    public double TokensPerSecond => (double)_taken * tokensPerStep / Math.Max(1e-9, time.GetElapsedTime(_began).TotalSeconds);

    public void Tell(TrainingProgress progress)
    {
        _taken++;
        _points.Add(new SeriesPoint(progress.Step, progress.Losses[0]));
        if (_taken == 1 || progress.Step % Between == 0 || progress.Step == steps - 1)
            context.ReportProgress((progress.Step + 1.0) / steps, FormattableString.Invariant($"step {progress.Step + 1}: loss {progress.Losses[0]:F3}, {TokensPerSecond:F0} tokens/s"));
    }

    /// <summary>The losses, averaged over as many neighbouring steps as it takes to be no more than so many points.</summary>
    public Series Curve(int points)
    {
        var together = Math.Max(1, (_points.Count + points - 1) / points);
        return new Series
        {
            Title = "Pretraining",
            HorizontalAxis = "step",
            VerticalAxis = "loss (nats per token)",
            Lines = [new SeriesLine("loss", [.. _points.Chunk(together).Select(chunk => new SeriesPoint(chunk[^1].X, chunk.Average(point => point.Y)))])],
        };
    }
}
