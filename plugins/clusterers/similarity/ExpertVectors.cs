namespace Tessera.Clusterers.Similarity;

/// <summary>What of an expert is compared.</summary>
internal enum ExpertVectors
{
    /// <summary>The entries of A and B of all maps.</summary>
    Factors,

    /// <summary>The entries of ΔW of all maps.</summary>
    Delta,
}
