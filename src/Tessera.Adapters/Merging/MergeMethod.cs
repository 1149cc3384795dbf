namespace Tessera.Adapters.Merging;

/// <summary>How experts become one.</summary>
public enum MergeMethod
{
    /// <summary>
    /// The weighted sums of A and of B, each multiplied by the root of its scaling (MTTL's WeightedLinearMerge). It mixes parameters: the
    /// result depends on the factors, not on ΔW alone. A rank that an expert lacks is as if it were zero.
    /// </summary>
    Linear,

    /// <summary>
    /// TIES (Yadav et al. 2023) on the factors: of each expert only the largest entries are kept, over all maps together; each entry takes
    /// the sign of the weighted sum, and the weighted mean of those that agree. Weights say how much an expert counts, not how large the result is.
    /// </summary>
    Ties,

    /// <summary>
    /// DARE (Yu et al. 2024): entries of the factors are dropped at random and the others enlarged for it, A and B apart from each other,
    /// then summed as by <see cref="Linear"/>, which is the mean over all draws.
    /// </summary>
    Dare,

    /// <summary>The exact sum of w · ΔW, of rank Σr.</summary>
    Concatenation,

    /// <summary>The best approximation of the exact sum of w · ΔW of a given rank, through the core of its factors.</summary>
    Svd,
}
