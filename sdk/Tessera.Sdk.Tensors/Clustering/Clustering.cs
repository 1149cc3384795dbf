namespace Tessera.Sdk.Tensors.Clustering;

/// <summary>An assignment of experts to clusters.</summary>
public sealed record Clustering
{
    /// <summary>The cluster of each expert, from 0, numbered by first appearance.</summary>
    public required IReadOnlyList<int> Assignment { get; init; }

    /// <summary>Numbers that judge the clusters, by name, such as <c>silhouette</c> (from -1 to 1).</summary>
    public IReadOnlyDictionary<string, double> Scores { get; init; } = new Dictionary<string, double>();

    /// <summary>The similarity of each pair of experts, row by row; empty where the method has none.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Similarity { get; init; } = [];

    /// <summary>How many clusters there are.</summary>
    public int Count => Assignment.Count == 0 ? 0 : Assignment.Max() + 1;
}
