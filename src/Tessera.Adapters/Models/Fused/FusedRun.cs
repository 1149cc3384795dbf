using Tessera.Adapters.Routing;
using TorchSharp;

namespace Tessera.Adapters.Models.Fused;

/// <summary>A batch that goes through all layers, the sequences of each expert by themselves. What follows on the layers, and its gradient, is libtorch's.</summary>
internal sealed unsafe class FusedRun : IDisposable
{
    private readonly List<FusedPass> _passes = [];
    private readonly int _length;
    private readonly long _share;

    /// <param name="decoder">The layers.</param>
    /// <param name="experts">The factors of each expert for each group of maps, in the decoder's order.</param>
    /// <param name="embedded">The embeddings, (batch · length, d): as many sequences of each expert, one expert after another.</param>
    /// <param name="batch">The sequences.</param>
    public FusedRun(FusedDecoder decoder, IReadOnlyList<IReadOnlyList<FactorViews?>> experts, torch.Tensor embedded, TokenBatch batch)
    {
        (_length, _share) = ((int)batch.Tokens.shape[1], embedded.numel() / experts.Count);
        Hidden = torch.zeros_like(embedded).DetachFromDisposeScope();
        float* from = TensorMemory.Floats(embedded), to = TensorMemory.Floats(Hidden);
        foreach (var (factors, lengths) in experts.Zip(batch.Lengths.Chunk(batch.Lengths.Count / experts.Count)))
        {
            var pass = new FusedPass(decoder, factors, lengths);
            pass.Forward(from + _passes.Count * _share, _length, to + _passes.Count * _share);
            _passes.Add(pass);
        }

        Hidden.requires_grad_();
    }

    /// <summary>The hidden states after the last layer, (batch · length, d), zero at padding. Their gradient waits there for <see cref="Backward"/>.</summary>
    public torch.Tensor Hidden { get; }

    /// <summary>Carries the gradient of the hidden states on to the factors; does nothing where there is none.</summary>
    public void Backward()
    {
        if (Hidden.grad is not { } gradient) return;
        var outer = TensorMemory.Floats(gradient);
        for (var expert = 0; expert < _passes.Count; expert++) _passes[expert].Backward(outer + expert * _share, _length);
    }

    public void Dispose()
    {
        foreach (var pass in _passes) pass.Dispose();
        Hidden.grad?.Dispose();
        Hidden.Dispose();
    }
}
