using Tessera.Adapters.Models.Fused;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Tessera.Adapters.Models.Layers;

/// <summary>A causal model of embeddings, decoder layers, a last norm and a head, as all families here are.</summary>
internal sealed class Decoder(DecoderParts parts) : CausalModel
{
    // Only training asks for it.
    private readonly Lazy<FusedDecoder?> _fused = new(() => FusedDecoder.Of(parts));

    public override int HiddenSize { get; } = (int)parts.Embeddings.shape[1];

    public override int VocabularySize { get; } = (int)parts.Embeddings.shape[0];

    public override int ContextLength => parts.ContextLength;

    public override int LayerCount => parts.Layers.Count;

    public override int KeyValueSize { get; } = 2 * parts.Layers.Count * parts.Attention.KeySize;

    public override torch.Device Device { get; } = parts.Embeddings.device;

    public override torch.ScalarType Type { get; } = parts.Embeddings.dtype;

    public override IReadOnlyList<MapGroup> Groups { get; } = [.. parts.Layers.SelectMany(layer => layer.Groups)];

    public override torch.Tensor Run(TokenBatch batch, IAdaptation? adaptation = null, KeyValueCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var length = (int)batch.Tokens.shape[1];
        using var scope = torch.NewDisposeScope();
        cache?.Begin(batch);
        var limit = cache?.Limit ?? length;
        if (limit > ContextLength) throw new ArgumentException($"The sequences have {limit} tokens, and the model was made for {ContextLength}.", nameof(batch));
        var embedded = parts.Embeddings.index_select(0, batch.Tokens.reshape(-1));
        var hidden = (adaptation is IFusedAdaptation fusing && cache is null && _fused.Value is { } fused && fused.Takes(length) ? fusing.Run(fused, embedded, batch) : null)
            ?? RunLayers(embedded, Prepare(batch, adaptation, cache, length));
        return parts.Norm.Apply(hidden).reshape(batch.Tokens.shape[0], length, HiddenSize).MoveToOuterDisposeScope();
    }

    public override torch.Tensor Score(torch.Tensor hidden)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        var logits = functional.linear(hidden, parts.Head, parts.HeadBias);
        return logits.dtype is torch.ScalarType.Float32 or torch.ScalarType.Float64 ? logits : logits.to_type(torch.ScalarType.Float32, disposeAfter: true);
    }

    public override void Dispose()
    {
        if (_fused is { IsValueCreated: true, Value: { } fused }) fused.Dispose();
        parts.Rotary.Dispose();
        parts.Weights.Dispose();
    }

    private torch.Tensor RunLayers(torch.Tensor hidden, Pass pass)
    {
        foreach (var layer in parts.Layers)
        {
            using var ofLayer = torch.NewDisposeScope();
            var before = hidden;
            hidden = layer.Apply(hidden, pass).MoveToOuterDisposeScope();
            before.Dispose();
        }

        return hidden;
    }

    private Pass Prepare(TokenBatch batch, IAdaptation? adaptation, KeyValueCache? cache, int length)
    {
        var (first, limit) = (cache?.First ?? 0, cache?.Limit ?? length);
        if (cache?.Places is { } places)
            return new Pass(batch, adaptation, cache, parts.Rotary.At(places, limit), Mask(places, limit), Causal: false);
        var rotation = parts.Rotary.From(first, length);
        var withinWindow = parts.Window is not { } window || limit <= window;
        if (withinWindow && (first == 0 || length == 1)) return new Pass(batch, adaptation, cache, rotation, Mask: null, Causal: first == 0);
        return new Pass(batch, adaptation, cache, rotation, Mask(Positions.Between(first, limit, Device).unsqueeze(0), limit), Causal: false);
    }

    private torch.Tensor Mask(torch.Tensor places, int limit)
    {
        var distance = places.unsqueeze(1).unsqueeze(3) - Positions.Between(0, limit, Device);
        return parts.Window is { } window ? distance.AtLeast(0).logical_and_(distance.Below(window)) : distance.AtLeast(0);
    }
}
