using TorchSharp;

namespace Tessera.Clusterers.Similarity;

/// <summary>
/// The cosines between experts in the space of their leading singular directions. With the Gram matrix X Xᵀ = U Λ Uᵀ,
/// the truncated SVD embeds the experts as U_c Λ_c^½.
/// </summary>
internal static class CosineSimilarity
{
    public static double[][] Compute(torch.Tensor gram, int components)
    {
        using var scope = torch.NewDisposeScope();
        var count = (int)gram.shape[0];
        var kept = Math.Min(components, count);
        using Scalar nothing = 0.ToScalar(), smallest = double.Epsilon.ToScalar(), opposite = (-1).ToScalar(), same = 1.ToScalar();
        var (values, vectors) = torch.linalg.eigh(gram);
        // Eigenvalues ascend; rounding can leave tiny negative ones.
        var scales = values.narrow(0, count - kept, kept).clamp_min(nothing).sqrt();
        var embedding = vectors.narrow(1, count - kept, kept) * scales;
        var lengths = embedding.norm(1, keepdim: true);
        var unit = embedding / lengths.clamp_min(smallest);
        var cosines = unit.mm(unit.t()).clamp(opposite, same).data<double>().ToArray();
        return [.. Enumerable.Range(0, count).Select(row => cosines.AsSpan(row * count, count).ToArray())];
    }
}
