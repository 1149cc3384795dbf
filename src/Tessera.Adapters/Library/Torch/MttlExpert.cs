using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Library.Torch;

/// <summary>Reads an expert of MTTL: <c>PATH.lora_a</c> (d_in, r) and <c>PATH.lora_b</c> (r, d_out), which are PEFT's factors transposed.</summary>
internal static class MttlExpert
{
    private const string SuffixA = ".lora_a";
    private const string SuffixB = ".lora_b";

    // A library of experts is small beside its base model; a file whose tensors share storages could ask for more.
    private const long MostElements = 1L << 31;

    /// <summary>Reads the factors by map; the caller disposes of them.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="alpha">The alpha that it was trained with, which the file does not say: the scaling is alpha / rank.</param>
    /// <exception cref="TesseraException">The file holds something else than factors that fit together (TESS5310, TESS5311).</exception>
    public static Dictionary<string, LoraFactors> Read(string path, double alpha)
    {
        using var checkpoint = TorchCheckpoint.Open(path);
        var maps = MapsIn(checkpoint, path);
        using var scope = torch.NewDisposeScope();
        var factors = new Dictionary<string, LoraFactors>(StringComparer.Ordinal);
        foreach (var map in maps)
        {
            var (a, b) = (Transposed(checkpoint, map + SuffixA, path), Transposed(checkpoint, map + SuffixB, path));
            factors[map] = new LoraFactors(a, b, alpha / a.shape[0]);
        }

        foreach (var (a, b, _) in factors.Values)
        {
            a.MoveToOuterDisposeScope();
            b.MoveToOuterDisposeScope();
        }

        return factors;
    }

    private static List<string> MapsIn(TorchCheckpoint checkpoint, string path)
    {
        var maps = new List<string>();
        long elements = 0;
        if (checkpoint.Names.FirstOrDefault(name => MapOf(name).Length == 0) is { } other) throw Unfit(path, $"'{ExpertNames.Visible(other)}' is no factor");
        foreach (var name in checkpoint.Names)
        {
            var map = MapOf(name);
            if (!checkpoint.Names.Contains(map + SuffixA, StringComparer.Ordinal) || !checkpoint.Names.Contains(map + SuffixB, StringComparer.Ordinal)) throw Unfit(path, $"'{ExpertNames.Visible(name)}' has no other factor beside it");
            if (name.EndsWith(SuffixB, StringComparison.Ordinal)) continue;
            var (a, b) = (checkpoint.ShapeOf(map + SuffixA), checkpoint.ShapeOf(map + SuffixB));
            if (a.Count != 2 || b.Count != 2 || a[1] != b[0] || a.Concat(b).Any(size => size is 0 or > int.MaxValue))
                throw Unfit(path, $"the factors of {ExpertNames.Visible(map)} are ({string.Join(", ", a)}) and ({string.Join(", ", b)}), and (d_in, rank) and (rank, d_out) are needed");
            elements += a[0] * a[1] + b[0] * b[1];
            if (elements > MostElements) throw Unfit(path, $"its factors have more than {MostElements} elements");
            maps.Add(map);
        }

        return maps.Count > 0 ? maps : throw Unfit(path, "it is empty");
    }

    private static string MapOf(string name) =>
        name.EndsWith(SuffixA, StringComparison.Ordinal) || name.EndsWith(SuffixB, StringComparison.Ordinal) ? name[..^SuffixA.Length] : "";

    private static torch.Tensor Transposed(TorchCheckpoint checkpoint, string name, string path)
    {
        var tensor = checkpoint.Read(name);
        return tensor.is_floating_point() && tensor.isfinite().all().Holds() ? tensor.t().contiguous() : throw Unfit(path, $"'{ExpertNames.Visible(name)}' is not all finite floating-point numbers");
    }

    private static TesseraException Unfit(string path, string reason) => new(Diagnostic.Error(
        "TESS5311", $"This is no expert of MTTL: {reason}.", new SourceLocation(path), "An expert has PATH.lora_a and PATH.lora_b for each map; those of Poly and of other modifiers are not read."));
}
