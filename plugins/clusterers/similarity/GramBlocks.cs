using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Clusterers.Similarity;

/// <summary>
/// Sums a Gram matrix map by map and, of one map, block of experts by block of experts: what is held at once is bounded, however many experts
/// there are. A library of several blocks is read once for each pair of them.
/// </summary>
internal static class GramBlocks
{
    /// <summary>About how many numbers of a block are held; two blocks are in memory at a time.</summary>
    public const long MostNumbers = 1 << 24;

    /// <param name="library">The experts.</param>
    /// <param name="load">Reads what is compared of some experts for one map: (map, first, count).</param>
    /// <param name="multiply">The products of each expert of one block with each of another.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static torch.Tensor Sum<TBlock>(
        IExpertLibrary library, Func<int, int, int, TBlock> load, Func<TBlock, TBlock, torch.Tensor> multiply, CancellationToken cancellationToken)
    {
        var count = library.Experts.Count;
        var gram = torch.zeros(count, count, torch.ScalarType.Float64);
        foreach (var map in SortedMaps.Of(library))
        {
            var size = Size(library, map);
            for (var row = 0; row < count; row += size)
            {
                using var outer = torch.NewDisposeScope();
                var left = load(map, row, Math.Min(size, count - row));
                for (var column = row; column < count; column += size)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    using var inner = torch.NewDisposeScope();
                    var right = column == row ? left : load(map, column, Math.Min(size, count - column));
                    var products = multiply(left, right);
                    gram.narrow(0, row, products.shape[0]).narrow(1, column, products.shape[1]).Accumulate(products);
                    if (column > row) gram.narrow(0, column, products.shape[1]).narrow(1, row, products.shape[0]).Accumulate(products.t());
                }
            }
        }

        return gram;
    }

    // The rank of the first expert that adapts the map stands for all.
    private static int Size(IExpertLibrary library, int map)
    {
        for (var expert = 0; expert < library.Experts.Count; expert++)
        {
            if (library.Read(expert, map) is not { } factors) continue;
            using (factors.A)
            using (factors.B)
                return (int)Math.Max(1, MostNumbers / (factors.A.numel() + factors.B.numel()));
        }

        return Math.Max(1, library.Experts.Count);
    }
}
