namespace Tessera.Adapters.Evaluation;

/// <summary>How much better one method is than another on the same examples.</summary>
/// <param name="Difference">The mean of the one minus that of the other.</param>
/// <param name="Interval">The ends, lower first, of its 95 % bootstrap interval for these tasks: examples are drawn within each, the same for both methods.</param>
/// <param name="AcrossTasks">
/// The same where tasks are drawn, too, as if others of their kind might have been asked. It is wider, and with few tasks only a rough guide.
/// </param>
public sealed record ScoreDifference(double Difference, IReadOnlyList<double> Interval, IReadOnlyList<double> AcrossTasks)
{
    /// <summary>How much better the other is.</summary>
    /// <returns>The difference with its sign turned.</returns>
    public ScoreDifference Turned() => new(-Difference, [-Interval[1], -Interval[0]], [-AcrossTasks[1], -AcrossTasks[0]]);
}
