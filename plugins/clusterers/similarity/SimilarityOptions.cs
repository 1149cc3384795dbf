using System.ComponentModel.DataAnnotations;

namespace Tessera.Clusterers.Similarity;

/// <summary>How experts are compared.</summary>
internal class SimilarityOptions
{
    /// <summary>
    /// What is compared: all entries of the <c>factors</c> A and B, as in the paper; their products, the <c>delta</c> of the weights; or what an expert <c>reads</c> of its
    /// inputs, ΔWᵀ ΔW less what experts have in common, which does not ask whether two do the same or the opposite.
    /// </summary>
    /// <value>The default value is <c>factors</c>.</value>
    public ExpertVectors On { get; set; } = ExpertVectors.Factors;

    /// <summary>The share of an expert's entries, the smallest ones, that count as zero. Used on factors; anything else is compared whole.</summary>
    /// <value>The default value is 0.5, as in the paper.</value>
    [Range(0.0, 0.9999)]
    public double Sparsity { get; set; } = 0.5;

    /// <summary>How many leading singular directions of the experts' vectors are kept; more than there are experts is all of them.</summary>
    /// <value>The default value is 64.</value>
    [Range(1, int.MaxValue)]
    public int Components { get; set; } = 64;
}
