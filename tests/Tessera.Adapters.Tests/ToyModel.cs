using Tessera.Adapters.Models;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Tessera.Adapters.Tests;

/// <summary>A model of two layers that looks at one token at a time: q and k of one input, then a map of its own.</summary>
internal sealed class ToyModel : CausalModel
{
    public const int Width = 6, Words = 5;

    private readonly Tensor _embedding, _q, _k, _down;

    public ToyModel()
    {
        var numbers = new Random(41);
        Tensor Make(params long[] shape) => Tensors.Random(numbers, shape).DetachFromDisposeScope();
        (_embedding, _q, _k, _down) = (Make(Words, Width), Make(Width, Width), Make(Width, Width), Make(Width, Width));
    }

    public static LinearMap Q { get; } = new("0.q", Width, Width, "0");

    public static LinearMap K { get; } = new("0.k", Width, Width, "0");

    public static LinearMap Down { get; } = new("1.down", Width, Width);

    public override int HiddenSize => Width;

    public override int VocabularySize => Words;

    public override int ContextLength => 100;

    public override int LayerCount => 2;

    public override int KeyValueSize => 0;

    public override ScalarType Type => _embedding.dtype;

    public override Device Device => CPU;

    public override IReadOnlyList<MapGroup> Groups { get; } = [new([Q, K]), new([Down])];

    public override Tensor Run(TokenBatch batch, IAdaptation? adaptation = null, KeyValueCache? cache = null)
    {
        using var scope = NewDisposeScope();
        var shape = batch.Tokens.shape;
        var hidden = _embedding.index_select(0, batch.Tokens.reshape(-1));
        var first = Apply(Groups[0], [_q, _k], hidden, batch, adaptation);
        var middle = first[0].tanh().Plus(first[1].sigmoid());
        return Apply(Groups[1], [_down], middle, batch, adaptation)[0].reshape(shape[0], shape[1], Width).MoveToOuterDisposeScope();
    }

    public override Tensor Score(Tensor hidden) => hidden.matmul(_embedding.t());

    public override void Dispose()
    {
        foreach (var tensor in new[] { _embedding, _q, _k, _down }) tensor.Dispose();
    }

    private static List<Tensor> Apply(MapGroup group, Tensor[] weights, Tensor hidden, TokenBatch batch, IAdaptation? adaptation)
    {
        var outputs = weights.Select(weight => hidden.mm(weight.t())).ToList();
        if (adaptation is null) return outputs;
        var added = adaptation.Adapt(group, hidden, batch);
        return [.. outputs.Select((output, place) => added[place] is { } more ? output.Plus(more) : output)];
    }
}
