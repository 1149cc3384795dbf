using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Clusterers.Similarity;

/// <summary>
/// The Gram matrix, (N, N), of vectors of all entries of A and B, each expert's small entries set to zero.
/// Experts of lower rank count as if filled up with zeros.
/// </summary>
internal static class FactorGram
{
    public static torch.Tensor Compute(IExpertLibrary library, double sparsity, CancellationToken cancellationToken)
    {
        var maps = SortedMaps.Of(library);
        var thresholds = Enumerable.Range(0, library.Experts.Count).Select(expert => Threshold(library, maps, expert, sparsity, cancellationToken)).ToArray();
        return GramBlocks.Sum(library, (map, first, count) => Load(library, map, first, count, thresholds), Multiply, cancellationToken);
    }

    private static Rows Load(IExpertLibrary library, int map, int first, int count, double[] thresholds)
    {
        using var scope = torch.NewDisposeScope();
        LoraFactors?[] factors = [.. Enumerable.Range(first, count).Select(expert => library.ReadFinite(expert, map))];
        var rank = factors.Max(one => one?.Rank ?? 0);
        torch.Tensor Stack(Func<LoraFactors, torch.Tensor> choose, int width) => torch.stack([.. factors.Select((one, place) => Fill(one is null ? null : choose(one), rank, width, thresholds[first + place]))], 0).MoveToOuterDisposeScope();
        return new Rows(Stack(one => one.A, library.Maps[map].InputSize), Stack(one => one.B.t(), library.Maps[map].OutputSize));
    }

    // Blocks may be of different largest ranks; what one lacks is zero in the other.
    private static torch.Tensor Multiply(Rows left, Rows right)
    {
        var rank = Math.Min(left.A.shape[1], right.A.shape[1]);
        return Flat(left.A, rank).mm(Flat(right.A, rank).t()).Plus(Flat(left.B, rank).mm(Flat(right.B, rank).t()));
    }

    private static torch.Tensor Flat(torch.Tensor factors, long rank) => factors.narrow(1, 0, rank).reshape(factors.shape[0], -1);

    private static torch.Tensor Fill(torch.Tensor? factor, int rank, int width, double threshold)
    {
        var entries = torch.zeros(rank, width, torch.ScalarType.Float64);
        if (factor is null) return entries;
        var kept = factor.to_type(torch.ScalarType.Float64);
        entries.narrow(0, 0, kept.shape[0]).copy_(kept * kept.abs().Above(threshold));
        return entries;
    }

    // The quantile of an expert's absolute entries, between two of them by linear interpolation.
    private static double Threshold(IExpertLibrary library, IReadOnlyList<int> maps, int expert, double share, CancellationToken cancellationToken)
    {
        // Nothing is small enough to count as zero.
        if (share == 0) return -1;
        using var scope = torch.NewDisposeScope();
        var parts = new List<torch.Tensor>();
        foreach (var map in maps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (library.ReadFinite(expert, map) is not { } factors) continue;
            parts.Add(factors.A.abs().reshape(-1).to_type(torch.ScalarType.Float64));
            parts.Add(factors.B.abs().reshape(-1).to_type(torch.ScalarType.Float64));
        }

        if (parts.Count == 0) return 0;
        var (sorted, _) = torch.cat(parts, 0).sort();
        var place = share * (sorted.numel() - 1);
        var (below, above) = ((long)Math.Floor(place), (long)Math.Ceiling(place));
        var (low, high) = (sorted[below].Number(), sorted[above].Number());
        return low + (high - low) * (place - below);
    }

    /// <summary>The kept entries of some experts, (n, rank, d_in) and (n, rank, d_out).</summary>
    private sealed record Rows(torch.Tensor A, torch.Tensor B);
}
