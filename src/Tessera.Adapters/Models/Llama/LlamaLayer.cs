using Tessera.Adapters.Models.Fused;
using Tessera.Adapters.Models.Layers;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Tessera.Adapters.Models.Llama;

/// <summary>A layer of Llama and Mistral: attention, then a gated network, each on normalised states and added to them.</summary>
internal sealed class LlamaLayer : DecoderLayer
{
    private readonly RootMeanSquareNorm _beforeAttention, _beforeNetwork;
    private readonly AttentionShape _shape;
    private readonly Attention _attention;
    private readonly GroupProduct _queryKeyValue, _output, _gateUp, _down;

    public LlamaLayer(int index, LlamaConfig config, WeightSource weights)
    {
        var path = $"model.layers.{index}";
        var (width, inner, queries, keys) = (config.HiddenSize, config.InnerSize, config.Attention.QuerySize, config.Attention.KeySize);
        var (attention, network) = ($"{path}.self_attn", $"{path}.mlp");
        _queryKeyValue = weights.Group(config.AttentionBias, ($"{attention}.q_proj", width, queries), ($"{attention}.k_proj", width, keys), ($"{attention}.v_proj", width, keys));
        _output = weights.Group(config.AttentionBias, ($"{attention}.o_proj", queries, width));
        _gateUp = weights.Group(config.NetworkBias, ($"{network}.gate_proj", width, inner), ($"{network}.up_proj", width, inner));
        _down = weights.Group(config.NetworkBias, ($"{network}.down_proj", inner, width));
        _shape = config.Attention;
        _attention = new Attention(index, _shape);
        _beforeAttention = new RootMeanSquareNorm(weights.Take($"{path}.input_layernorm.weight", width), config.Epsilon);
        _beforeNetwork = new RootMeanSquareNorm(weights.Take($"{path}.post_attention_layernorm.weight", width), config.Epsilon);
        Groups = [_queryKeyValue.Group, _output.Group, _gateUp.Group, _down.Group];
    }

    public override IReadOnlyList<MapGroup> Groups { get; }

    public override torch.Tensor Apply(torch.Tensor hidden, Pass pass)
    {
        var projected = _queryKeyValue.Apply(_beforeAttention.Apply(hidden), pass);
        var attended = hidden.Plus(_output.Apply(_attention.Apply(projected[0], projected[1], projected[2], pass), pass)[0]);
        var gateUp = _gateUp.Apply(_beforeNetwork.Apply(attended), pass);
        return attended.Plus(_down.Apply(functional.silu(gateUp[0]) * gateUp[1], pass)[0]);
    }

    public override FusedLayer? Fuse()
    {
        var places = HeadLayout.Places(_shape);
        List<FusedMaps?> maps = [FusedMaps.Of(_queryKeyValue, firstPlaces: places), FusedMaps.Of(_output, inputPlaces: places), FusedMaps.Of(_gateUp), FusedMaps.Of(_down)];
        var norms = new[] { _beforeAttention, _beforeNetwork }.Select(norm => norm.Fuse()).ToList();
        if (maps.Contains(null) || norms.Contains(null))
        {
            foreach (var part in maps.Concat<IDisposable?>(norms)) part?.Dispose();
            return null;
        }

        return new FusedLayer { BeforeAttention = norms[0]!, QueryKeyValue = maps[0]!, Output = maps[1]!, BeforeNetwork = norms[1]!, GateUp = maps[2]!, Down = maps[3]!, Heads = new HeadLayout(_shape, maps[0]!) };
    }
}
