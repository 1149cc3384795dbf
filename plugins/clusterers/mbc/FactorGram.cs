using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Clusterers.Mbc;

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
        var gram = torch.zeros(library.Experts.Count, library.Experts.Count, torch.ScalarType.Float64);
        foreach (var map in maps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            using var bank = ExpertBank.Read(library, map);
            var rank = bank.Factors.Max(factors => factors?.Rank ?? 0);
            var rows = torch.stack([.. bank.Factors.Select((factors, expert) => Row(factors, bank.Map, rank, thresholds[expert]))], 0);
            gram.add_(rows.mm(rows.t()));
        }

        return gram;
    }

    private static torch.Tensor Row(LoraFactors? factors, LinearMap map, int rank, double threshold)
    {
        var missing = rank - (factors?.Rank ?? 0);
        var a = factors?.A.to_type(torch.ScalarType.Float64) ?? torch.zeros(0, map.InputSize, torch.ScalarType.Float64);
        var b = factors?.B.to_type(torch.ScalarType.Float64) ?? torch.zeros(map.OutputSize, 0, torch.ScalarType.Float64);
        if (missing > 0)
        {
            a = torch.cat([a, torch.zeros(missing, map.InputSize, torch.ScalarType.Float64)], 0);
            b = torch.cat([b, torch.zeros(map.OutputSize, missing, torch.ScalarType.Float64)], 1);
        }

        var entries = torch.cat([a.reshape(-1), b.reshape(-1)], 0);
        return entries * (entries.abs() > threshold);
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
            if (library.Read(expert, map) is not { } factors) continue;
            parts.Add(factors.A.abs().reshape(-1).to_type(torch.ScalarType.Float64));
            parts.Add(factors.B.abs().reshape(-1).to_type(torch.ScalarType.Float64));
        }

        if (parts.Count == 0) return 0;
        var (sorted, _) = torch.cat(parts, 0).sort();
        var place = share * (sorted.numel() - 1);
        var (below, above) = ((long)Math.Floor(place), (long)Math.Ceiling(place));
        var (low, high) = (sorted[below].ToDouble(), sorted[above].ToDouble());
        return low + (high - low) * (place - below);
    }
}
