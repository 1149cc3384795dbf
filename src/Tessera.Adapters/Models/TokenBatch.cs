using Tessera.Sdk.Randomness;
using TorchSharp;

namespace Tessera.Adapters.Models;

/// <summary>Sequences of tokens that go through a model together, padded at the end to one length.</summary>
public sealed record TokenBatch
{
    /// <summary>The tokens, (batch, length), 64-bit. What stands behind the end of a sequence is never looked at by the tokens before it.</summary>
    public required torch.Tensor Tokens { get; init; }

    /// <summary>How many tokens of each sequence count.</summary>
    public required IReadOnlyList<int> Lengths { get; init; }

    /// <summary>The task of each sequence, by the numbering of whoever adapts the model, -1 for unknown; null where tasks are not known.</summary>
    public IReadOnlyList<int>? Tasks { get; init; }

    /// <summary>Whether the model is being trained, which lets adaptations sample and keep gradients.</summary>
    public bool Training { get; init; }

    /// <summary>The origin of random choices for this step.</summary>
    public Seed Seed { get; init; }
}
