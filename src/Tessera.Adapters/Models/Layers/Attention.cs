using TorchSharp;
using static TorchSharp.torch.nn;

namespace Tessera.Adapters.Models.Layers;

/// <summary>Causal attention between projected states, several query heads to one key-value head where the shape says so (arXiv 2305.13245).</summary>
internal sealed class Attention(int layer, AttentionShape shape)
{
    /// <param name="queries">(batch · length, heads · head size).</param>
    /// <param name="keys">(batch · length, key-value heads · head size).</param>
    /// <param name="values">The same.</param>
    /// <param name="pass">The pass.</param>
    /// <returns>What the heads have gathered, (batch · length, heads · head size).</returns>
    public torch.Tensor Apply(torch.Tensor queries, torch.Tensor keys, torch.Tensor values, Pass pass)
    {
        queries = pass.Rotation.Apply(Heads(queries, pass, shape.Heads));
        keys = pass.Rotation.Apply(Heads(keys, pass, shape.KeyValueHeads));
        values = Heads(values, pass, shape.KeyValueHeads);
        if (pass.Cache is { } cache) (keys, values) = cache.Extend(layer, keys, values);
        var attended = functional.scaled_dot_product_attention(queries, Repeat(keys), Repeat(values), pass.Mask, is_casual: pass.Causal);
        return attended.transpose(1, 2).reshape(-1, shape.QuerySize);
    }

    private torch.Tensor Heads(torch.Tensor states, Pass pass, int heads) => states.reshape(pass.Sequences, pass.Length, heads, shape.HeadSize).transpose(1, 2);

    private torch.Tensor Repeat(torch.Tensor states)
    {
        var times = shape.Heads / shape.KeyValueHeads;
        if (times == 1) return states;
        var (sequences, length) = (states.shape[0], states.shape[2]);
        return states.unsqueeze(2).expand(sequences, shape.KeyValueHeads, times, length, shape.HeadSize).reshape(sequences, shape.Heads, length, shape.HeadSize);
    }
}
