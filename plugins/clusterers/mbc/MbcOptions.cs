using System.ComponentModel.DataAnnotations;
using Tessera.Clusterers.Similarity;

namespace Tessera.Clusterers.Mbc;

/// <summary>Options of <c>clusterer/mbc</c>.</summary>
internal sealed class MbcOptions : SimilarityOptions
{
    /// <summary>How many clusters there shall be, at most as many as experts; 0 for the number, from <see cref="Least"/> to <see cref="Most"/>, of the best silhouette.</summary>
    /// <value>The default value is 10, as in the paper.</value>
    [Range(0, int.MaxValue)]
    public int Clusters { get; set; } = 10;

    /// <summary>The least number of clusters that is tried where the number is to be found.</summary>
    /// <value>The default value is 2.</value>
    [Range(2, int.MaxValue)]
    public int Least { get; set; } = 2;

    /// <summary>The largest number of clusters that is tried where the number is to be found; fewer where there are fewer experts.</summary>
    /// <value>The default value is 20.</value>
    [Range(2, int.MaxValue)]
    public int Most { get; set; } = 20;

    /// <summary>How often k-means begins anew; the tightest result is kept.</summary>
    /// <value>The default value is 10.</value>
    [Range(1, 10_000)]
    public int Restarts { get; set; } = 10;
}
