using Tessera.Adapters.Models.Layers;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Tessera.Adapters.Models.Phi;

/// <summary>A layer of Phi: attention and network side by side on the same normalised states, so that all four maps at its beginning are one group.</summary>
internal sealed class PhiLayer : DecoderLayer
{
    private readonly LayerNorm _norm;
    private readonly Attention _attention;
    private readonly GroupProduct _input, _dense, _down;

    public PhiLayer(int index, PhiConfig config, WeightSource weights)
    {
        var path = $"model.layers.{index}";
        var (width, inner, queries, keys) = (config.HiddenSize, config.InnerSize, config.Attention.QuerySize, config.Attention.KeySize);
        var (attention, network) = ($"{path}.self_attn", $"{path}.mlp");
        _input = weights.Group(true, ($"{attention}.q_proj", width, queries), ($"{attention}.k_proj", width, keys), ($"{attention}.v_proj", width, keys), ($"{network}.fc1", width, inner));
        _dense = weights.Group(true, ($"{attention}.dense", queries, width));
        _down = weights.Group(true, ($"{network}.fc2", inner, width));
        _attention = new Attention(index, config.Attention);
        _norm = weights.LayerNorm($"{path}.input_layernorm", width, config.Epsilon);
        Groups = [_input.Group, _dense.Group, _down.Group];
    }

    public override IReadOnlyList<MapGroup> Groups { get; }

    public override torch.Tensor Apply(torch.Tensor hidden, Pass pass)
    {
        var projected = _input.Apply(_norm.Apply(hidden), pass);
        var attended = _dense.Apply(_attention.Apply(projected[0], projected[1], projected[2], pass), pass)[0];
        return hidden.Plus(attended).Plus(_down.Apply(functional.gelu(projected[3], TorchSharp.Modules.GELU.Approximate.tanh), pass)[0]);
    }
}
