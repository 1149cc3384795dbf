namespace Tessera.Clusterers.Similarity;

/// <summary>What of an expert is compared.</summary>
internal enum ExpertVectors
{
    /// <summary>The entries of A and B of all maps.</summary>
    Factors,

    /// <summary>The entries of ΔW of all maps.</summary>
    Delta,

    /// <summary>ΔWᵀ ΔW of all maps, less what experts have in common: which directions of the inputs an expert reads, whatever it does with them.</summary>
    Reads,
}
