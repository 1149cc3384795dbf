namespace Tessera.Benchmarks.Paired;

/// <summary>The median of a sample, and an interval that holds the median of what it was drawn from in 95 % of cases, whatever the distribution.</summary>
internal static class MedianInterval
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The two values of the sample between which the median lies: the number of values below it is binomial, here by its normal approximation.</summary>
    public static (double Low, double High) Of(IReadOnlyList<double> sorted)
    {
        var below = (int)Math.Floor((sorted.Count - 1.96 * Math.Sqrt(sorted.Count)) / 2);
        var first = Math.Clamp(below - 1, 0, sorted.Count - 1);
        return (sorted[first], sorted[sorted.Count - 1 - first]);
    }
}
