using System.Collections.Concurrent;
using Tessera.Adapters.Models.Layers;
using TorchSharp;

namespace Tessera.Adapters.Models.Fused;

/// <summary>
/// The layers of a small decoder for training beside its frozen weights: hand-written forward and backward passes of one thread each, which spend their time in products and
/// not between them. Results are those of the layers themselves up to rounding.
/// </summary>
internal sealed unsafe class FusedDecoder : IDisposable
{
    // Panels of wider maps do not stay in a near cache, and their products are large enough to be fast elsewhere.
    private const int WidestHidden = 256;

    // Attention takes so many numbers of heads at a time.
    private const int HeadStep = 4;

    // Passes of a step differ a little in size.
    private const long Whole = 1 << 20;

    private readonly RotaryEmbedding _rotary;
    private readonly int? _window;
    private readonly ConcurrentBag<FloatMemory> _spare = [];

    private FusedDecoder(IReadOnlyList<FusedLayer> layers, RotaryEmbedding rotary, int hiddenSize, int? window) =>
        (Layers, _rotary, HiddenSize, _window) = (layers, rotary, hiddenSize, window);

    public IReadOnlyList<FusedLayer> Layers { get; }

    public int HiddenSize { get; }

    /// <summary>The width of hidden states with padding.</summary>
    public int PaddedHidden => FloatMemory.Pad(HiddenSize);

    /// <summary>Whether numbers can be gone through here.</summary>
    public static bool IsPlain(torch.Tensor weight) => weight.dtype == torch.ScalarType.Float32 && weight.device_type == DeviceType.CPU;

    /// <summary>Lays out a decoder.</summary>
    /// <returns>The decoder; null where it is too wide, or of a kind that is not handled here.</returns>
    public static FusedDecoder? Of(DecoderParts parts)
    {
        var hiddenSize = (int)parts.Embeddings.shape[1];
        if (hiddenSize > WidestHidden || parts.Attention.HeadSize % HeadStep != 0) return null;
        var layers = new List<FusedLayer>();
        foreach (var layer in parts.Layers)
        {
            if (layer.Fuse() is not { } fused)
            {
                foreach (var made in layers) made.Dispose();
                return null;
            }

            layers.Add(fused);
        }

        return new FusedDecoder(layers, parts.Rotary, hiddenSize, parts.Window);
    }

    /// <summary>Whether sequences of a length can go through.</summary>
    public bool Takes(int length) => _window is not { } window || length <= window;

    /// <summary>The turning of tokens from the first position on.</summary>
    public Rotation Rotation(int length) => _rotary.From(0, length);

    /// <summary>Lends memory, which may hold what it held before.</summary>
    /// <param name="count">How many numbers at least.</param>
    public FloatMemory Rent(long count)
    {
        if (_spare.TryTake(out var memory))
        {
            if (memory.Count >= count) return memory;
            memory.Dispose();
        }

        return new FloatMemory((count + Whole - 1) / Whole * Whole);
    }

    public void Return(FloatMemory memory) => _spare.Add(memory);

    public void Dispose()
    {
        foreach (var layer in Layers) layer.Dispose();
        foreach (var memory in _spare) memory.Dispose();
    }
}
