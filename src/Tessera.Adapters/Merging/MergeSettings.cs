using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Merging;

/// <summary>How to merge.</summary>
public sealed record MergeSettings
{
    /// <summary>The method.</summary>
    public required MergeMethod Method { get; init; }

    /// <summary>The rank of the result of <see cref="MergeMethod.Svd"/>; 0 for the largest rank of an expert.</summary>
    /// <value>The default value is 0.</value>
    public int Rank { get; init; }

    /// <summary>The share of entries that <see cref="MergeMethod.Ties"/> and <see cref="MergeMethod.Dare"/> keep, above 0 and at most 1.</summary>
    /// <value>The default value is 0.2.</value>
    public double Density { get; init; } = 0.2;

    /// <summary>The origin of the choices of <see cref="MergeMethod.Dare"/>.</summary>
    public Seed Seed { get; init; }
}
