namespace Tessera.Optimizers.Dln.Selection;

/// <summary>What candidates make of the hidden paths of a batch, in natural logarithms.</summary>
/// <param name="Layers">
/// By layer, candidate, example and path: the probability of what the path has that layer write, and for the last layer that of the wanted answer:
/// log p(h₁ | x, prompt), log p(h₂ | h₁, x, prompt), …, log p(y | h, x, prompt).
/// </param>
/// <param name="Offsets">By example and path: what is added to their sum, such as −log(K q(h)) for importance weights.</param>
internal sealed record ScoreTables(IReadOnlyList<double[][][]> Layers, double[][] Offsets)
{
    /// <summary>How many examples there are.</summary>
    public int Rows => Offsets.Length;

    /// <summary>The sum over the layers, and the offset, for the paths of one example.</summary>
    /// <param name="candidates">One candidate a layer.</param>
    /// <param name="row">The example.</param>
    public double[] Joint(IReadOnlyList<int> candidates, int row)
    {
        var sums = new double[Offsets[row].Length];
        for (var layer = 0; layer < candidates.Count; layer++) Add(sums, Layers[layer][candidates[layer]][row]);
        Add(sums, Offsets[row]);
        return sums;
    }

    private static void Add(double[] sums, double[] terms)
    {
        for (var path = 0; path < sums.Length; path++) sums[path] += terms[path];
    }
}
