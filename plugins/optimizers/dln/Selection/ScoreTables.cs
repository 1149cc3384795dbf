namespace Tessera.Optimizers.Dln.Selection;

/// <summary>What candidates make of the hidden texts of a batch, in natural logarithms.</summary>
/// <param name="Hidden">By candidate of the first layer, example and text: log p(h | x, prompt). In a program of one layer, one candidate with one text of probability 1.</param>
/// <param name="Answers">By candidate of the last layer, example and text: log p(y | h, x, prompt).</param>
/// <param name="Offsets">By example and text: what is added to both, such as −log(K q(h)) for importance weights.</param>
internal sealed record ScoreTables(double[][][] Hidden, double[][][] Answers, double[][] Offsets)
{
    /// <summary>log p(h | x) + log p(y | h, x) + offset for the texts of one example.</summary>
    public double[] Joint(int hidden, int answer, int row)
    {
        var (below, above, offsets) = (Hidden[hidden][row], Answers[answer][row], Offsets[row]);
        var sums = new double[offsets.Length];
        for (var text = 0; text < sums.Length; text++) sums[text] = below[text] + above[text] + offsets[text];
        return sums;
    }
}
