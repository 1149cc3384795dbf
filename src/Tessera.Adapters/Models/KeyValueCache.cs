using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Models;

/// <summary>
/// Keys and values of the tokens that a model has read, so that they are not computed again for each further token. Sequences may be of
/// different lengths: each grows behind its own end. Gradients do not flow through what is kept.
/// </summary>
/// <param name="layers">How many layers the model has.</param>
public sealed class KeyValueCache(int layers) : IDisposable
{
    private readonly (torch.Tensor Keys, torch.Tensor Values)?[] _layers = new (torch.Tensor, torch.Tensor)?[layers];
    private IReadOnlyList<int> _before = [];
    private torch.Tensor? _places;
    private int _limit;

    /// <summary>Puts sequences together that go on from what is already known of their beginnings.</summary>
    /// <param name="layers">How many layers the model has.</param>
    /// <param name="beginnings">What each beginning consists of, as <see cref="Copy"/> gives it, and how many sequences, one after another, have it.</param>
    /// <param name="room">For how many more tokens of each sequence to make room.</param>
    /// <returns>The cache, which the caller disposes of.</returns>
    internal static KeyValueCache Of(int layers, IReadOnlyList<(IReadOnlyList<torch.Tensor> Parts, int Sequences)> beginnings, int room)
    {
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        var (like, lengths) = (beginnings[0].Parts[0], beginnings.Select(beginning => (int)beginning.Parts.Sum(part => part.shape[2])).ToList());
        // Zeros, because what is masked still takes part with the weight 0.
        var states = torch.zeros([2 * layers, beginnings.Sum(beginning => beginning.Sequences), like.shape[1], lengths.Max() + room, like.shape[3]], like.dtype, like.device);
        var row = 0L;
        foreach (var (parts, sequences) in beginnings)
        {
            var (rows, place) = (states.narrow(1, row, sequences), 0L);
            foreach (var part in parts)
            {
                rows.narrow(3, place, part.shape[2]).copy_(part.unsqueeze(1));
                place += part.shape[2];
            }

            row += sequences;
        }

        var cache = new KeyValueCache(layers) { Lengths = [.. beginnings.Zip(lengths).SelectMany(pair => Enumerable.Repeat(pair.Second, pair.First.Sequences))] };
        for (var layer = 0; layer < layers; layer++) cache._layers[layer] = (states.select(0, 2 * layer).DetachFromDisposeScope(), states.select(0, 2 * layer + 1).DetachFromDisposeScope());
        return cache;
    }

    /// <summary>How many tokens of each sequence the cache holds; empty before the first pass.</summary>
    public IReadOnlyList<int> Lengths { get; private set; } = [];

    /// <summary>Prepares for the tokens of one pass: where in each sequence they go.</summary>
    /// <param name="batch">The tokens, as many sequences as the cache holds, in the same order.</param>
    /// <exception cref="ArgumentException">The batch has another number of sequences than the cache.</exception>
    public void Begin(TokenBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var (sequences, length) = ((int)batch.Tokens.shape[0], (int)batch.Tokens.shape[1]);
        if (Lengths.Count > 0 && Lengths.Count != sequences) throw new ArgumentException($"The cache holds {Lengths.Count} sequences, and the batch has {sequences}.", nameof(batch));
        _before = Lengths.Count > 0 ? Lengths : new int[sequences];
        Lengths = [.. _before.Zip(batch.Lengths, (before, added) => before + added)];
        _limit = _before.Max() + length;
        _places?.Dispose();
        _places = null;
        if (_before.All(before => before == _before[0])) return;
        using var scope = torch.NewDisposeScope();
        var starts = torch.tensor(_before.Select(before => (long)before).ToArray(), device: batch.Tokens.device);
        _places = starts.unsqueeze(1).Plus(Positions.Between(0, length, batch.Tokens.device)).DetachFromDisposeScope();
    }

    /// <summary>Adds keys and values of the tokens that <see cref="Begin"/> has prepared for.</summary>
    /// <param name="layer">The layer's index.</param>
    /// <param name="keys">(batch, heads, new tokens, head size).</param>
    /// <param name="values">(batch, heads, new tokens, head size).</param>
    /// <returns>
    /// Keys and values of the layer, (batch, heads, places, head size), which the cache owns. What stands at a place behind the end of a
    /// sequence means nothing.
    /// </returns>
    public (torch.Tensor Keys, torch.Tensor Values) Extend(int layer, torch.Tensor keys, torch.Tensor values)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(values);
        var held = _layers[layer];
        _layers[layer] = held = (Write(held?.Keys, keys), Write(held?.Values, values));
        return (held.Value.Keys.narrow(2, 0, _limit), held.Value.Values.narrow(2, 0, _limit));
    }

    /// <summary>Keeps some of the sequences, in the order in which they are named.</summary>
    /// <param name="sequences">Their indices.</param>
    public void Keep(IReadOnlyList<int> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        using var scope = torch.NewDisposeScope();
        var kept = Lengths;
        Lengths = [.. sequences.Select(sequence => kept[sequence])];
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            if (_layers[layer] is not { } held) continue;
            var indices = torch.tensor(sequences.Select(sequence => (long)sequence).ToArray(), device: held.Keys.device);
            _layers[layer] = (held.Keys.index_select(0, indices).DetachFromDisposeScope(), held.Values.index_select(0, indices).DetachFromDisposeScope());
            held.Keys.Dispose();
            held.Values.Dispose();
        }
    }

    /// <summary>Copies what the cache holds of some tokens of a sequence.</summary>
    /// <param name="sequence">The sequence's index.</param>
    /// <param name="first">The first of the tokens.</param>
    /// <param name="count">How many.</param>
    /// <returns>A new tensor, (2 · layers, heads, tokens, head size): the keys of a layer, then its values.</returns>
    internal torch.Tensor Copy(int sequence, int first, int count)
    {
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        return torch.stack([.. _layers.SelectMany(held => (torch.Tensor[])[held!.Value.Keys, held.Value.Values]).Select(states => states.select(0, sequence).narrow(1, first, count))]).MoveToOuterDisposeScope();
    }

    /// <summary>Disposes of keys and values.</summary>
    public void Dispose()
    {
        _places?.Dispose();
        foreach (var held in _layers)
        {
            held?.Keys.Dispose();
            held?.Values.Dispose();
        }
    }

    /// <summary>The places of the new tokens, (batch, length); null where they are the same in all sequences, from <see cref="First"/> on.</summary>
    internal torch.Tensor? Places => _places;

    /// <summary>The place of the first new token, where it is the same in all sequences.</summary>
    internal int First => _before[0];

    /// <summary>How many places the keys and values of this pass have.</summary>
    internal int Limit => _limit;

    private torch.Tensor Write(torch.Tensor? held, torch.Tensor added)
    {
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        var room = held;
        if (room is null || room.shape[2] < _limit)
        {
            // Room for twice as much, so that what is there is copied seldom.
            room = torch.zeros([added.shape[0], added.shape[1], Math.Max(_limit, 2 * (held?.shape[2] ?? 0)), added.shape[3]], added.dtype, added.device).DetachFromDisposeScope();
            if (held is not null) room.narrow(2, 0, held.shape[2]).copy_(held);
            held?.Dispose();
        }

        if (_places is null) room.narrow(2, First, added.shape[2]).copy_(added);
        else room.scatter_(2, _places.unsqueeze(1).unsqueeze(3).expand(added.shape), added);
        return room;
    }
}
