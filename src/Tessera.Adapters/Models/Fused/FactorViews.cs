namespace Tessera.Adapters.Models.Fused;

/// <summary>Where the factors of one expert for maps that share an input lie, and their gradients, which are added to.</summary>
/// <param name="Places">The place in their group of the maps that are adapted.</param>
/// <param name="Rank">The rank of each.</param>
/// <param name="Scaling">The factor of the product.</param>
/// <param name="Read">A of all adapted maps on top of each other, (maps · r, d_in).</param>
/// <param name="ReadGradient">Its gradient.</param>
/// <param name="Write">B of each adapted map, (d_out, r).</param>
/// <param name="WriteGradient">Its gradient.</param>
internal sealed unsafe record FactorViews(IReadOnlyList<int> Places, int Rank, float Scaling, nint Read, nint ReadGradient, IReadOnlyList<nint> Write, IReadOnlyList<nint> WriteGradient)
{
    /// <summary>How many rows all A have.</summary>
    public int Rows => Places.Count * Rank;

    /// <summary>How many numbers a token has between A and B, with padding.</summary>
    public int PaddedRows => FloatMemory.Pad(Rows);
}
