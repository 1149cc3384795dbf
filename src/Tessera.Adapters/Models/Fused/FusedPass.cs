using Tessera.Adapters.Routing;

namespace Tessera.Adapters.Models.Fused;

/// <summary>All layers for the sequences of one expert, forward and then backward. One thread at a time may use it.</summary>
internal sealed unsafe class FusedPass : IDisposable
{
    private readonly FusedDecoder _decoder;
    private readonly IReadOnlyList<int> _lengths;
    private readonly List<LayerTape> _layers;
    private readonly FloatMemory _memory;
    private readonly FloatArena _arena;
    private readonly float* _states;
    private readonly int _tokens, _width;

    /// <param name="decoder">The decoder.</param>
    /// <param name="factors">The factors of each group of maps, in the decoder's order.</param>
    /// <param name="lengths">The sequences' lengths.</param>
    public FusedPass(FusedDecoder decoder, IReadOnlyList<FactorViews?> factors, IReadOnlyList<int> lengths)
    {
        (_decoder, _lengths, _tokens, _width) = (decoder, lengths, lengths.Sum(), decoder.PaddedHidden);
        // What it takes is counted first.
        var counted = new FloatArena(null);
        var scratch = Lay(counted, factors).Max(layer => layer.Scratch);
        _ = counted.Take((long)_tokens * _width);
        _memory = decoder.Rent(counted.Taken + scratch);
        _arena = new FloatArena(_memory);
        _layers = Lay(_arena, factors);
        _states = _arena.Take((long)_tokens * _width);
    }

    /// <summary>Runs the layers.</summary>
    /// <param name="embedded">The embeddings, a row for each place of each sequence, padding included.</param>
    /// <param name="length">How many rows each sequence has.</param>
    /// <param name="result">Hidden states after the last layer, of the same shape; rows of padding are left alone.</param>
    public void Forward(float* embedded, int length, float* result)
    {
        Gather(embedded, length, _layers[0].States);
        var rotation = Rotation();
        using var attention = Attention();
        for (var layer = 0; layer < _layers.Count; layer++)
        {
            _layers[layer].Prepare();
            _layers[layer].Forward(_lengths, rotation, attention, layer + 1 < _layers.Count ? _layers[layer + 1].States : _states);
        }

        Spread(_states, length, result);
    }

    /// <summary>Adds to the gradients of the factors.</summary>
    /// <param name="outer">The gradient of the hidden states after the last layer, rows of padding included.</param>
    /// <param name="length">How many rows each sequence has.</param>
    public void Backward(float* outer, int length)
    {
        Gather(outer, length, _states);
        var rotation = Rotation();
        using var attention = Attention();
        for (var layer = _layers.Count - 1; layer >= 0; layer--) _layers[layer].Backward(_lengths, rotation, attention, _states, _arena.Rest(), layer == 0);
    }

    public void Dispose() => _decoder.Return(_memory);

    private List<LayerTape> Lay(FloatArena arena, IReadOnlyList<FactorViews?> factors) =>
        [.. _decoder.Layers.Select((layer, i) => new LayerTape(layer, [.. factors.Skip(i * layer.Maps.Count).Take(layer.Maps.Count)], _tokens, _width, arena))];

    private FusedRotation Rotation()
    {
        var (cosine, sine) = _decoder.Rotation(_lengths.Max());
        return new FusedRotation(TensorMemory.Floats(cosine), TensorMemory.Floats(sine), _decoder.Layers[0].Attention.HeadSize);
    }

    private FusedAttention Attention() => new(_decoder.Layers[0].Heads, _lengths.Max());

    private void Gather(float* padded, int length, float* rows)
    {
        foreach (var sequence in _lengths)
        {
            for (var token = 0; token < sequence; token++, rows += _width)
            {
                new Span<float>(padded + (long)token * _decoder.HiddenSize, _decoder.HiddenSize).CopyTo(new Span<float>(rows, _width));
                new Span<float>(rows + _decoder.HiddenSize, _width - _decoder.HiddenSize).Clear();
            }

            padded += (long)length * _decoder.HiddenSize;
        }
    }

    private void Spread(float* rows, int length, float* padded)
    {
        foreach (var sequence in _lengths)
        {
            for (var token = 0; token < sequence; token++, rows += _width)
                new Span<float>(rows, _decoder.HiddenSize).CopyTo(new Span<float>(padded + (long)token * _decoder.HiddenSize, _decoder.HiddenSize));
            padded += (long)length * _decoder.HiddenSize;
        }
    }
}
