using Tessera.Adapters.Models.Layers;
using Tessera.Adapters.Routing;

namespace Tessera.Adapters.Models.Fused;

/// <summary>The frozen weights of maps that share an input, laid out for products in both directions.</summary>
internal sealed unsafe class FusedMaps : IDisposable
{
    private readonly FloatMemory _memory;

    private FusedMaps(GroupProduct product, int[]? inputPlaces, int[]? firstPlaces)
    {
        Group = product.Group;
        InputPlaces = inputPlaces ?? [.. Enumerable.Range(0, Group.Maps[0].InputSize)];
        OutputPlaces = [.. Group.Maps.Select((map, place) => (place == 0 ? firstPlaces : null) ?? [.. Enumerable.Range(0, map.OutputSize)])];
        InputRows = InputPlaces.Max() + 1;
        PaddedInput = FloatMemory.Pad(InputRows);
        Widths = [.. OutputPlaces.Select(places => FloatMemory.Pad(places.Max() + 1))];
        Offsets = [.. Widths.Select((_, place) => Widths.Take(place).Sum())];
        Width = Widths.Sum();
        _memory = new FloatMemory((long)InputRows * Width + (long)Width * PaddedInput);
        using var plain = product.Weight.contiguous();
        var weight = TensorMemory.Floats(plain);
        for (var place = 0; place < Widths.Count; place++)
        {
            foreach (var column in OutputPlaces[place])
            {
                foreach (var row in InputPlaces)
                    Columns[ProductTerm.Place(InputRows, row, Offsets[place] + column)] = Rows[ProductTerm.Place(Width, Offsets[place] + column, row)] = *weight++;
            }
        }
    }

    // Wᵀ, (input rows, width) in panels, those of each map beside each other.
    private float* Columns => _memory.Begin;

    public MapGroup Group { get; }

    /// <summary>Where each number of the input stands.</summary>
    public int[] InputPlaces { get; }

    /// <summary>Where each number of each map's output stands, from the map's first column on.</summary>
    public IReadOnlyList<int[]> OutputPlaces { get; }

    /// <summary>The place behind the last number of the input.</summary>
    public int InputRows { get; }

    /// <summary>The width of the input with padding.</summary>
    public int PaddedInput { get; }

    /// <summary>The width of the output of each map, with padding.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>The first column of each map's output.</summary>
    public IReadOnlyList<int> Offsets { get; }

    /// <summary>The width of all outputs, with padding.</summary>
    public int Width { get; }

    /// <summary>W, (width, padded d_in) in panels.</summary>
    public float* Rows => _memory.Begin + (long)InputRows * Width;

    /// <summary>Wᵀ of one map, (input rows, width of the map) in panels.</summary>
    /// <param name="place">The map's place.</param>
    public float* ColumnsOf(int place) => Columns + (long)Offsets[place] * InputRows;

    /// <summary>Lays out the weights of a product.</summary>
    /// <param name="product">The product.</param>
    /// <param name="inputPlaces">Where each number of the input stands; null for one after another.</param>
    /// <param name="firstPlaces">The same of the first map's output.</param>
    /// <returns>The weights; null where there is an offset, or the weights are no single-precision numbers in this process's memory.</returns>
    public static FusedMaps? Of(GroupProduct product, int[]? inputPlaces = null, int[]? firstPlaces = null) =>
        product.HasOffset || !FusedDecoder.IsPlain(product.Weight) ? null : new FusedMaps(product, inputPlaces, firstPlaces);

    public void Dispose() => _memory.Dispose();
}
