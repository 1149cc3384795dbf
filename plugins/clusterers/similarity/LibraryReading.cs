using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Clusterers.Similarity;

/// <summary>Reads libraries, and refuses what cannot be compared.</summary>
internal static class LibraryReading
{
    /// <exception cref="TesseraException">TESS5408: there are no experts.</exception>
    public static void RequireExperts(this IExpertLibrary library)
    {
        if (library.Experts.Count == 0)
            throw new TesseraException(Diagnostic.Error("TESS5408", "The library has no experts to group.", remedy: "Train or import experts first."));
    }

    /// <summary>Reads factors that are numbers: one that is none would spoil the similarity of every expert.</summary>
    /// <exception cref="TesseraException">TESS5409: some are not finite.</exception>
    public static LoraFactors? ReadFinite(this IExpertLibrary library, int expert, int map)
    {
        var factors = library.Read(expert, map);
        if (factors is null || (IsFinite(factors.A) && IsFinite(factors.B))) return factors;
        factors.A.Dispose();
        factors.B.Dispose();
        throw new TesseraException(Diagnostic.Error(
            "TESS5409", $"The weights of the expert '{library.Experts[expert].Name}' for {library.Maps[map].Name} are not all finite numbers.",
            remedy: "Its training went astray: train it anew with a smaller learning rate, or leave it out of the library."));
    }

    private static bool IsFinite(torch.Tensor tensor)
    {
        using var finite = tensor.isfinite();
        using var all = finite.all();
        return all.Holds();
    }
}
