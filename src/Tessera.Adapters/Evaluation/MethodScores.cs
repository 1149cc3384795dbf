namespace Tessera.Adapters.Evaluation;

/// <summary>How well a method does on some tasks.</summary>
/// <param name="Mean">The mean over tasks of <paramref name="PerTask"/>.</param>
/// <param name="Interval">The ends, lower first, of the 95 % bootstrap interval of the mean.</param>
/// <param name="PerTask">The score of each task, from 0 to 1.</param>
public sealed record MethodScores(double Mean, IReadOnlyList<double> Interval, IReadOnlyDictionary<string, double> PerTask);
