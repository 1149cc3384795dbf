namespace Tessera.Optimizers.Dln.Selection;

/// <summary>Chooses prompts from the scores of candidates. The current prompts are the first candidates and win ties.</summary>
internal static class PromptChoice
{
    // Above, one layer after the other is improved beside the rest; below, all combinations are looked at, at a few microseconds each.
    internal const long MostCombinations = 200_000;

    /// <summary>The combination with the largest mean bound less penalties: over all of them, or, where there are very many, one that no change of a single layer improves.</summary>
    /// <param name="tables">The scores.</param>
    /// <param name="penalties">What each candidate of each layer loses.</param>
    public static Choice Joint(ScoreTables tables, IReadOnlyList<IReadOnlyList<double>> penalties)
    {
        var combinations = tables.Layers.Aggregate(1L, (product, layer) => Math.Min(product * layer.Length, MostCombinations + 1));
        var best = combinations <= MostCombinations ? new JointSearch(tables, penalties).Enumerate() : new JointSearch(tables, penalties).Climb();
        // A candidate's score is what it reaches beside the other layers' choice.
        return new Choice(
            best,
            [.. tables.Layers.Select((candidates, layer) => Enumerable.Range(0, candidates.Length).Select(candidate => Value(tables, penalties, [.. best.Select((own, index) => index == layer ? candidate : own)])).ToArray())],
            HiddenBound.Mean(tables, best));
    }

    /// <summary>Each layer's candidate by itself, by its expected log-probability under given weights, less penalties.</summary>
    /// <param name="tables">The scores.</param>
    /// <param name="weights">By example and path, from the current prompts.</param>
    /// <param name="penalties">What each candidate of each layer loses.</param>
    public static Choice Factored(ScoreTables tables, double[][] weights, IReadOnlyList<IReadOnlyList<double>> penalties)
    {
        var scores = tables.Layers.Zip(penalties, (candidates, lost) => Expected(candidates, weights, lost)).ToList();
        var indices = scores.ConvertAll(IndexOfLargest);
        return new Choice(indices, scores, HiddenBound.Mean(tables, indices));
    }

    /// <summary>The mean bound of a combination less its penalties.</summary>
    public static double Value(ScoreTables tables, IReadOnlyList<IReadOnlyList<double>> penalties, IReadOnlyList<int> candidates) =>
        HiddenBound.Mean(tables, candidates) - candidates.Zip(penalties, (candidate, lost) => lost[candidate]).Sum();

    /// <summary>The index of the largest number, the first of equals; NaN is never the largest.</summary>
    public static int IndexOfLargest(IReadOnlyList<double> scores)
    {
        var largest = 0;
        for (var i = 1; i < scores.Count; i++)
        {
            if (scores[i] > scores[largest] || double.IsNaN(scores[largest])) largest = i;
        }

        return largest;
    }

    /// <summary>Σ_h w(h) score(h) for one example.</summary>
    public static double Expected(double[] scores, double[] weights)
    {
        var sum = 0.0;
        for (var path = 0; path < scores.Length; path++) sum += weights[path] > 0 ? weights[path] * scores[path] : 0;
        return sum;
    }

    private static double[] Expected(double[][][] scores, double[][] weights, IReadOnlyList<double> penalties) =>
        [.. scores.Select((rows, candidate) => rows.Zip(weights, Expected).Average() - penalties[candidate])];
}
