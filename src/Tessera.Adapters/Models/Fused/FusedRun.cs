using Tessera.Adapters.Routing;
using TorchSharp;

namespace Tessera.Adapters.Models.Fused;

/// <summary>A batch that goes through all layers, each share of its sequences by itself. What follows on the layers, and its gradient, is libtorch's.</summary>
internal sealed unsafe class FusedRun : IDisposable
{
    private readonly FusedDecoder _decoder;
    private readonly List<FusedPass> _passes;
    private readonly FloatMemory _memory;
    private readonly FloatArena _arena;
    private readonly int _length;

    /// <param name="decoder">The layers.</param>
    /// <param name="shares">The sequences that use the same factors; together all sequences of the batch.</param>
    /// <param name="embedded">The embeddings, (batch · length, d).</param>
    /// <param name="batch">The sequences.</param>
    public FusedRun(FusedDecoder decoder, IReadOnlyList<FusedShare> shares, torch.Tensor embedded, TokenBatch batch)
    {
        (_decoder, _length) = (decoder, (int)batch.Tokens.shape[1]);
        using var tokens = batch.Tokens.contiguous();
        var laid = shares.Select(share => FusedSequence.Lay(share.Sequences, batch.Lengths, TensorMemory.Span(tokens))).ToList();
        List<FusedPass> Lay(FloatArena arena) => [.. shares.Zip(laid, (share, sequences) => new FusedPass(decoder, share.Factors, sequences, arena))];
        // What they take is counted first.
        var counted = new FloatArena(null);
        var scratch = Lay(counted).Max(pass => pass.Scratch);
        _memory = decoder.Rent(counted.Taken + scratch);
        _arena = new FloatArena(_memory);
        _passes = Lay(_arena);
        Hidden = torch.zeros_like(embedded).DetachFromDisposeScope();
        float* from = TensorMemory.Floats(embedded), to = TensorMemory.Floats(Hidden);
        foreach (var pass in _passes) pass.Forward(from, _length, to, _arena);
        Hidden.requires_grad_();
    }

    /// <summary>The hidden states after the last layer, (batch · length, d), zero at padding. Their gradient waits there for <see cref="Backward"/>.</summary>
    public torch.Tensor Hidden { get; }

    /// <summary>Carries the gradient of the hidden states on to the factors; does nothing where there is none.</summary>
    public void Backward()
    {
        if (Hidden.grad is not { } gradient) return;
        var outer = TensorMemory.Floats(gradient);
        foreach (var pass in _passes) pass.Backward(outer, _length, _arena);
    }

    public void Dispose()
    {
        _decoder.Return(_memory);
        Hidden.grad?.Dispose();
        Hidden.Dispose();
    }
}
