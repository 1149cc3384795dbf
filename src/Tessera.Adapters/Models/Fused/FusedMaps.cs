using Tessera.Adapters.Models.Layers;
using Tessera.Adapters.Routing;

namespace Tessera.Adapters.Models.Fused;

/// <summary>The frozen weights of maps that share an input, laid out for products in both directions.</summary>
internal sealed unsafe class FusedMaps : IDisposable
{
    private readonly FloatMemory _memory;

    private FusedMaps(GroupProduct product)
    {
        Group = product.Group;
        InputSize = Group.Maps[0].InputSize;
        PaddedInput = FloatMemory.Pad(InputSize);
        Widths = [.. Group.Maps.Select(map => FloatMemory.Pad(map.OutputSize))];
        Offsets = [.. Widths.Select((_, place) => Widths.Take(place).Sum())];
        Width = Widths.Sum();
        _memory = new FloatMemory((long)InputSize * Width + (long)Width * PaddedInput);
        using var plain = product.Weight.contiguous();
        var weight = TensorMemory.Floats(plain);
        for (var place = 0; place < Widths.Count; place++)
        {
            for (var output = Offsets[place]; output < Offsets[place] + Group.Maps[place].OutputSize; output++, weight += InputSize)
            {
                for (var input = 0; input < InputSize; input++) Columns[ProductTerm.Place(InputSize, input, output)] = Rows[ProductTerm.Place(Width, output, input)] = weight[input];
            }
        }
    }

    public MapGroup Group { get; }

    public int InputSize { get; }

    /// <summary>The width of the input with padding.</summary>
    public int PaddedInput { get; }

    /// <summary>The width of the output of each map, with padding.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>The first column of each map's output.</summary>
    public IReadOnlyList<int> Offsets { get; }

    /// <summary>The width of all outputs, with padding.</summary>
    public int Width { get; }

    /// <summary>Wᵀ, (d_in, width) in panels, those of each map beside each other.</summary>
    private float* Columns => _memory.Begin;

    /// <summary>W, (width, padded d_in) in panels.</summary>
    public float* Rows => _memory.Begin + (long)InputSize * Width;

    /// <summary>Wᵀ of one map, (d_in, width of the map) in panels.</summary>
    /// <param name="place">The map's place.</param>
    public float* ColumnsOf(int place) => Columns + (long)Offsets[place] * InputSize;

    /// <summary>Lays out the weights of a product.</summary>
    /// <returns>The weights; null where there is an offset, or the weights are no single-precision numbers in this process's memory.</returns>
    public static FusedMaps? Of(GroupProduct product) => product.HasOffset || !FusedDecoder.IsPlain(product.Weight) ? null : new FusedMaps(product);

    public void Dispose() => _memory.Dispose();
}
