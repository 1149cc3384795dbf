namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>The hidden texts by which candidates are compared on a batch.</summary>
/// <param name="Texts">By example.</param>
/// <param name="Offsets">By example and text: what is added to log p(h | x) + log p(y | h, x).</param>
internal sealed record BatchTexts(IReadOnlyList<IReadOnlyList<string>> Texts, double[][] Offsets)
{
    /// <summary>Leaves texts out that count less than a share.</summary>
    /// <param name="weights">By example and text.</param>
    /// <param name="least">The share.</param>
    public BatchTexts Without(double[][] weights, double least)
    {
        var kept = weights.Select(row => row.Index().Where(pair => pair.Item >= least || pair.Item == row.Max()).Select(pair => pair.Index).ToList()).ToList();
        return new BatchTexts(
            [.. Texts.Zip(kept, (row, indices) => indices.ConvertAll(index => row[index]))],
            [.. Offsets.Zip(kept, (row, indices) => indices.Select(index => row[index]).ToArray())]);
    }
}
