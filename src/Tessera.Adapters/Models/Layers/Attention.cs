using TorchSharp;
using static TorchSharp.torch.nn;

namespace Tessera.Adapters.Models.Layers;

/// <summary>Causal attention, several query heads to one key-value head where the shape says so (arXiv 2305.13245).</summary>
internal sealed class Attention(int layer, AttentionShape shape, GroupProduct queryKeyValue, GroupProduct output)
{
    /// <param name="hidden">Normalised hidden states, (batch · length, d).</param>
    /// <param name="pass">The pass.</param>
    /// <returns>A new tensor of the same shape.</returns>
    public torch.Tensor Apply(torch.Tensor hidden, Pass pass)
    {
        var projected = queryKeyValue.Apply(hidden, pass);
        var queries = pass.Rotation.Apply(Heads(projected[0], pass, shape.Heads));
        var keys = pass.Rotation.Apply(Heads(projected[1], pass, shape.KeyValueHeads));
        var values = Heads(projected[2], pass, shape.KeyValueHeads);
        if (pass.Cache is { } cache) (keys, values) = cache.Extend(layer, keys, values);
        var attended = functional.scaled_dot_product_attention(queries, Repeat(keys), Repeat(values), pass.Mask, is_casual: pass.Causal);
        return output.Apply(attended.transpose(1, 2).reshape(-1, (long)shape.Heads * shape.HeadSize), pass)[0];
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
