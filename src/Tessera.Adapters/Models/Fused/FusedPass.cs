using Tessera.Adapters.Routing;

namespace Tessera.Adapters.Models.Fused;

/// <summary>All layers for the sequences of one share of a batch, forward and then backward. One thread at a time may use it.</summary>
internal sealed unsafe class FusedPass
{
    private readonly FusedDecoder _decoder;
    private readonly IReadOnlyList<int> _sequences, _lengths;
    private readonly List<LayerTape> _layers;
    private readonly float* _states;
    private readonly int _width;

    /// <param name="decoder">The decoder.</param>
    /// <param name="share">The sequences and their factors.</param>
    /// <param name="lengths">The lengths of all sequences of the batch.</param>
    /// <param name="arena">Where everything goes that the backward pass needs.</param>
    public FusedPass(FusedDecoder decoder, FusedShare share, IReadOnlyList<int> lengths, FloatArena arena)
    {
        (_decoder, _sequences, _width) = (decoder, share.Sequences, decoder.PaddedHidden);
        _lengths = [.. share.Sequences.Select(sequence => lengths[sequence])];
        var tokens = _lengths.Sum();
        _layers = [.. decoder.Layers.Select((layer, i) => new LayerTape(layer, [.. share.Factors.Skip(i * layer.Maps.Count).Take(layer.Maps.Count)], tokens, _width, arena))];
        _states = arena.Take((long)tokens * _width);
    }

    /// <summary>How many numbers the backward pass needs beside what is kept.</summary>
    public long Scratch => _layers.Max(layer => layer.Scratch);

    /// <summary>Runs the layers.</summary>
    /// <param name="embedded">The embeddings of the batch, a row for each place of each sequence, padding included.</param>
    /// <param name="length">How many rows each sequence has.</param>
    /// <param name="result">Hidden states after the last layer, of the same shape; rows of padding and of other shares are left alone.</param>
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
    /// <param name="scratch">Room for as many numbers as <see cref="Scratch"/> says.</param>
    public void Backward(float* outer, int length, FloatArena scratch)
    {
        Gather(outer, length, _states);
        var rotation = Rotation();
        using var attention = Attention();
        for (var layer = _layers.Count - 1; layer >= 0; layer--) _layers[layer].Backward(_lengths, rotation, attention, _states, scratch.Rest(), layer == 0);
    }

    private FusedRotation Rotation()
    {
        var (cosine, sine) = _decoder.Rotation(_lengths.Max());
        return new FusedRotation(TensorMemory.Floats(cosine), TensorMemory.Floats(sine), _decoder.Layers[0].Attention.HeadSize);
    }

    private FusedAttention Attention() => new(_decoder.Layers[0].Heads, _lengths.Max());

    private void Gather(float* padded, int length, float* rows)
    {
        foreach (var (place, sequence) in _sequences.Index())
        {
            var from = Row(padded, sequence, length);
            for (var token = 0; token < _lengths[place]; token++, rows += _width, from += _decoder.HiddenSize)
            {
                new Span<float>(from, _decoder.HiddenSize).CopyTo(new Span<float>(rows, _width));
                new Span<float>(rows + _decoder.HiddenSize, _width - _decoder.HiddenSize).Clear();
            }
        }
    }

    private void Spread(float* rows, int length, float* padded)
    {
        foreach (var (place, sequence) in _sequences.Index())
        {
            var to = Row(padded, sequence, length);
            for (var token = 0; token < _lengths[place]; token++, rows += _width, to += _decoder.HiddenSize)
                new Span<float>(rows, _decoder.HiddenSize).CopyTo(new Span<float>(to, _decoder.HiddenSize));
        }
    }

    private float* Row(float* padded, int sequence, int length) => padded + (long)sequence * length * _decoder.HiddenSize;
}
