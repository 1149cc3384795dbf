using Tessera.Adapters.Routing;

namespace Tessera.Adapters.Models.Fused;

/// <summary>All layers for the sequences of one share of a batch, forward and then backward. One thread at a time may use it.</summary>
internal sealed unsafe class FusedPass
{
    private readonly FusedDecoder _decoder;
    private readonly IReadOnlyList<FusedSequence> _sequences;
    private readonly List<LayerTape> _layers;
    private readonly float* _states;
    private readonly int _width, _tokens, _longest;

    /// <param name="decoder">The decoder.</param>
    /// <param name="factors">The factors for each group of maps, in the decoder's order; null where nothing is adapted.</param>
    /// <param name="sequences">Where the sequences lie, at least one.</param>
    /// <param name="arena">Where everything goes that the backward pass needs.</param>
    public FusedPass(FusedDecoder decoder, IReadOnlyList<FactorViews?> factors, IReadOnlyList<FusedSequence> sequences, FloatArena arena)
    {
        (_decoder, _sequences, _width) = (decoder, sequences, decoder.PaddedHidden);
        (_tokens, _longest) = (_sequences[^1].End, _sequences.Max(sequence => sequence.Length));
        _layers = [.. decoder.Layers.Select((layer, i) => new LayerTape(layer, [.. factors.Skip(i * layer.Maps.Count).Take(layer.Maps.Count)], _tokens, _width, arena))];
        _states = arena.Take((long)_tokens * _width);
    }

    /// <summary>How many numbers it needs for a while, beside what is kept.</summary>
    public long Scratch => FusedAttention.Scratch(_decoder.Layers[0].Heads, _tokens, _longest) + _layers.Max(layer => layer.Scratch);

    /// <summary>Runs the layers.</summary>
    /// <param name="embedded">The embeddings of the batch, a row for each place of each sequence, padding included.</param>
    /// <param name="length">How many rows each sequence has.</param>
    /// <param name="result">Hidden states after the last layer, of the same shape; rows of padding and of other shares are left alone.</param>
    /// <param name="scratch">Room for as many numbers as <see cref="Scratch"/> says.</param>
    public void Forward(float* embedded, int length, float* result, FloatArena scratch)
    {
        Gather(embedded, length, _layers[0].States);
        var attention = Attention(scratch.Rest());
        for (var layer = 0; layer < _layers.Count; layer++)
        {
            _layers[layer].Prepare();
            _layers[layer].Forward(_sequences, attention, layer + 1 < _layers.Count ? _layers[layer + 1].States : _states);
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
        AddShared(outer, length, _states);
        var rest = scratch.Rest();
        var attention = Attention(rest);
        for (var layer = _layers.Count - 1; layer >= 0; layer--) _layers[layer].Backward(_sequences, attention, _states, rest.Rest(), layer == 0);
    }

    private FusedAttention Attention(FloatArena scratch)
    {
        var (cosine, sine) = _decoder.Rotation(_longest);
        var heads = _decoder.Layers[0].Heads;
        return new FusedAttention(heads, new FusedRotation(TensorMemory.Floats(cosine), TensorMemory.Floats(sine), heads.HeadSize), _tokens, _longest, scratch);
    }

    private void Gather(float* padded, int length, float* rows)
    {
        foreach (var sequence in _sequences)
        {
            float* from = Row(padded, sequence, length) + (long)sequence.Shared * _decoder.HiddenSize, to = rows + (long)sequence.First * _width;
            for (var token = sequence.Shared; token < sequence.Length; token++, to += _width, from += _decoder.HiddenSize)
            {
                new Span<float>(from, _decoder.HiddenSize).CopyTo(new Span<float>(to, _width));
                new Span<float>(to + _decoder.HiddenSize, _width - _decoder.HiddenSize).Clear();
            }
        }
    }

    // What a branch asks of its trunk comes to what the trunk is asked by itself.
    private void AddShared(float* padded, int length, float* rows)
    {
        foreach (var sequence in _sequences)
        {
            float* from = Row(padded, sequence, length), to = rows + (long)sequence.Trunk * _width;
            for (var token = 0; token < sequence.Shared; token++, to += _width, from += _decoder.HiddenSize)
            {
                for (var i = 0; i < _decoder.HiddenSize; i++) to[i] += from[i];
            }
        }
    }

    private void Spread(float* rows, int length, float* padded)
    {
        foreach (var sequence in _sequences)
        {
            var to = Row(padded, sequence, length);
            for (var token = 0; token < sequence.Length; token++, to += _decoder.HiddenSize)
                new Span<float>(rows + (long)sequence.RowOf(token) * _width, _decoder.HiddenSize).CopyTo(new Span<float>(to, _decoder.HiddenSize));
        }
    }

    private float* Row(float* padded, FusedSequence sequence, int length) => padded + (long)sequence.Sequence * length * _decoder.HiddenSize;
}
