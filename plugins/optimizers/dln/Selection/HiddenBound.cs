using Tessera.Sdk.Language;

namespace Tessera.Optimizers.Dln.Selection;

/// <summary>What sampled hidden texts tell of log p(y | x) = log Σ_h p(y | h, x) p(h | x), and how much each of them counts; h is what all layers but the last write.</summary>
/// <remarks>
/// For a set S of distinct ones, L = log Σ_{h ∈ S} p(h | x) p(y | h, x) is the largest evidence lower bound of any distribution on S, reached by the weights
/// below; it grows with S and is log p(y | x) when S is everything. All sums are taken in logarithms, so that nothing overflows or becomes NaN.
/// </remarks>
internal static class HiddenBound
{
    /// <summary>The bound for one example.</summary>
    /// <param name="joint">log p(h | x) + log p(y | h, x), and whatever is added to it, for each text.</param>
    public static double Of(ReadOnlySpan<double> joint) => LogSpace.Sum(joint);

    /// <summary>The mean of the bound over the examples.</summary>
    /// <param name="tables">The scores.</param>
    /// <param name="candidates">One candidate a layer.</param>
    public static double Mean(ScoreTables tables, IReadOnlyList<int> candidates) =>
        Enumerable.Range(0, tables.Rows).Average(row => Of(tables.Joint(candidates, row)));

    /// <summary>How much each text counts: w ∝ exp(joint / τ), summing to 1.</summary>
    /// <param name="joint">As above; where nothing is possible, all count alike.</param>
    /// <param name="temperature">τ: towards 0 the most probable text alone, towards infinity all alike.</param>
    public static double[] Weights(ReadOnlySpan<double> joint, double temperature)
    {
        var largest = double.NegativeInfinity;
        foreach (var value in joint) largest = Math.Max(largest, value);
        var weights = new double[joint.Length];
        for (var i = 0; i < weights.Length; i++) weights[i] = double.IsInfinity(largest) ? 1 : Math.Exp((joint[i] - largest) / temperature);
        var total = weights.Sum();
        for (var i = 0; i < weights.Length; i++) weights[i] /= total;
        return weights;
    }

    /// <summary>As how many texts of equal weight they count: 1 / Σ w², from 1 to their number.</summary>
    public static double EffectiveSampleSize(ReadOnlySpan<double> weights)
    {
        var squares = 0.0;
        foreach (var weight in weights) squares += weight * weight;
        return 1 / squares;
    }

    /// <summary>The entropy −Σ w log w, in nats.</summary>
    public static double Entropy(ReadOnlySpan<double> weights)
    {
        var entropy = 0.0;
        foreach (var weight in weights) entropy -= weight > 0 ? weight * Math.Log(weight) : 0;
        return entropy;
    }
}
