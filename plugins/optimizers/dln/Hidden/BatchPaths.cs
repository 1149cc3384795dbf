namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>The hidden paths by which candidates are compared on a batch.</summary>
/// <param name="Paths">By example.</param>
/// <param name="Offsets">By example and path: what is added to the logarithms of its probabilities.</param>
internal sealed record BatchPaths(IReadOnlyList<IReadOnlyList<HiddenPath>> Paths, double[][] Offsets)
{
    /// <summary>Paths that count as they are.</summary>
    public BatchPaths(IReadOnlyList<IReadOnlyList<HiddenPath>> paths) : this(paths, [.. paths.Select(row => new double[row.Count])])
    {
    }

    /// <summary>Leaves paths out that count less than a share.</summary>
    /// <param name="weights">By example and path.</param>
    /// <param name="least">The share.</param>
    public BatchPaths Without(double[][] weights, double least)
    {
        var kept = weights.Select(row => row.Index().Where(pair => pair.Item >= least || pair.Item == row.Max()).Select(pair => pair.Index).ToList()).ToList();
        return new BatchPaths(
            [.. Paths.Zip(kept, (row, indices) => indices.ConvertAll(index => row[index]))],
            [.. Offsets.Zip(kept, (row, indices) => indices.Select(index => row[index]).ToArray())]);
    }
}
