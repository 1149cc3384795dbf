using System.ComponentModel.DataAnnotations;
using Tessera.Clusterers.Similarity;

namespace Tessera.Clusterers.Random;

/// <summary>Options of <c>clusterer/random</c>. How experts are compared matters to the silhouette alone.</summary>
internal sealed class RandomOptions : SimilarityOptions
{
    /// <summary>How many clusters there shall be, at most as many as experts.</summary>
    /// <value>The default value is 10.</value>
    [Range(1, int.MaxValue)]
    public int Clusters { get; set; } = 10;
}
