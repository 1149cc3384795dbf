using TorchSharp;

namespace Tessera.Adapters.Models;

/// <summary>Keys and values of the tokens that a model has read, so that they are not computed again for each further token.</summary>
public sealed class KeyValueCache(int layers) : IDisposable
{
    private readonly (torch.Tensor Keys, torch.Tensor Values)?[] _layers = new (torch.Tensor, torch.Tensor)?[layers];

    /// <summary>How many tokens of each sequence the cache holds.</summary>
    public int Length => _layers[0] is { } first ? (int)first.Keys.shape[2] : 0;

    /// <summary>Adds keys and values of new tokens behind those that are there.</summary>
    /// <param name="layer">The layer's index.</param>
    /// <param name="keys">(batch, heads, new tokens, head size).</param>
    /// <param name="values">(batch, heads, new tokens, head size).</param>
    /// <returns>All keys and values of the layer, which the cache owns.</returns>
    public (torch.Tensor Keys, torch.Tensor Values) Extend(int layer, torch.Tensor keys, torch.Tensor values)
    {
        var old = _layers[layer];
        var (allKeys, allValues) = old is { } held
            ? (torch.cat([held.Keys, keys], 2), torch.cat([held.Values, values], 2))
            : (keys.clone(), values.clone());
        _layers[layer] = (allKeys.DetachFromDisposeScope(), allValues.DetachFromDisposeScope());
        old?.Keys.Dispose();
        old?.Values.Dispose();
        return (allKeys, allValues);
    }

    /// <summary>Disposes of keys and values.</summary>
    public void Dispose()
    {
        foreach (var held in _layers)
        {
            held?.Keys.Dispose();
            held?.Values.Dispose();
        }
    }
}
