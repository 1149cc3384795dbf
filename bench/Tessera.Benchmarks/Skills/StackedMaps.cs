using Tessera.Adapters.Models;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using static TorchSharp.torch;

namespace Tessera.Benchmarks.Skills;

/// <summary>A model of square maps one after another, as wide as those of a real one: what a step of training costs beside attention and the like.</summary>
internal sealed class StackedMaps : CausalModel
{
    private const int Words = 256;

    private readonly Tensor _embedding;
    private readonly Tensor[] _weights;

    public StackedMaps(int width, int layers)
    {
        random.manual_seed(7);
        _embedding = randn(Words, width);
        _weights = [.. Enumerable.Range(0, layers).Select(_ => randn(width, width).Over(Math.Sqrt(width)))];
        Groups = [.. Enumerable.Range(0, layers).Select(layer => new MapGroup([new LinearMap($"layers.{layer}.map", width, width)]))];
    }

    public override int HiddenSize => (int)_embedding.shape[1];

    public override int VocabularySize => Words;

    public override int ContextLength => 4096;

    public override int LayerCount => _weights.Length;

    public override int KeyValueSize => 0;

    public override Device Device => CPU;

    public override ScalarType Type => ScalarType.Float32;

    public override IReadOnlyList<MapGroup> Groups { get; }

    public override Tensor Run(TokenBatch batch, IAdaptation? adaptation = null, KeyValueCache? cache = null)
    {
        using var scope = NewDisposeScope();
        var hidden = _embedding.index_select(0, batch.Tokens.reshape(-1));
        for (var layer = 0; layer < _weights.Length; layer++)
        {
            var output = hidden.mm(_weights[layer].t());
            hidden = (adaptation?.Adapt(Groups[layer], hidden, batch)[0] is { } added ? output.Plus(added) : output).tanh();
        }

        return hidden.reshape(batch.Tokens.shape[0], batch.Tokens.shape[1], -1).MoveToOuterDisposeScope();
    }

    public override Tensor Score(Tensor hidden) => hidden.matmul(_embedding.t());

    public override void Dispose()
    {
        _embedding.Dispose();
        foreach (var weight in _weights) weight.Dispose();
    }
}
