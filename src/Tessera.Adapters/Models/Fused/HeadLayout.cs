using System.Numerics;
using Tessera.Adapters.Models.Layers;

namespace Tessera.Adapters.Models.Fused;

/// <summary>
/// Where the heads of queries, keys and values stand in a row of projected states. Heads that ask stand beside each other in the lanes of vectors, so that what is done for one number
/// of a head is done for as many heads: a group of them is (head size, lanes), the last lanes of the last group perhaps without heads, which costs as much as if they had some. Keys and values stand head after head, as in the weights.
/// </summary>
internal sealed class HeadLayout
{
    /// <param name="shape">How many heads there are, and their size.</param>
    /// <param name="projected">The maps to queries, whose columns are those of <see cref="Places"/>, to keys and to values.</param>
    public HeadLayout(AttentionShape shape, FusedMaps projected)
    {
        (HeadSize, Keys, Values, Stride) = (shape.HeadSize, projected.Offsets[1], projected.Offsets[2], projected.Width);
        GroupWidth = HeadSize * Lanes;
        Groups = (shape.Heads + Lanes - 1) / Lanes;
        Width = Groups * GroupWidth;
        if (Keys != Width || Width != FloatMemory.Pad(Width)) throw new ArgumentException($"Queries take {Keys} columns where groups of heads take {Width}.", nameof(projected));
        Asked = [.. Enumerable.Range(0, shape.Heads).Select(head => head / (shape.Heads / shape.KeyValueHeads) * HeadSize)];
    }

    /// <summary>How many heads are in a vector.</summary>
    public static int Lanes => Vector<float>.Count;

    public int HeadSize { get; }

    /// <summary>The first column of keys; queries begin at 0.</summary>
    public int Keys { get; }

    /// <summary>The first column of values.</summary>
    public int Values { get; }

    /// <summary>From one row of projected states to the next.</summary>
    public int Stride { get; }

    /// <summary>How many vectors all heads take.</summary>
    public int Groups { get; }

    /// <summary>The width of a group.</summary>
    public int GroupWidth { get; }

    /// <summary>The width of all queries, and of what they gather.</summary>
    public int Width { get; }

    /// <summary>The first number of the keys, and of the values, that each head asks.</summary>
    public int[] Asked { get; }

    /// <summary>The column of each number of queries, and of what they gather, in the order of the weights.</summary>
    public static int[] Places(AttentionShape shape) =>
        [.. Enumerable.Range(0, shape.QuerySize).Select(number => PlaceOf(number / shape.HeadSize, shape.HeadSize) + number % shape.HeadSize * Lanes)];

    /// <summary>The column of a head's first number; the others follow at every vector.</summary>
    public int PlaceOf(int head) => PlaceOf(head, HeadSize);

    private static int PlaceOf(int head, int size) => head / Lanes * size * Lanes + head % Lanes;
}
