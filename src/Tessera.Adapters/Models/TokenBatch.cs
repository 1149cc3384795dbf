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

    /// <summary>Puts sequences together.</summary>
    /// <param name="sequences">The sequences' tokens; at least one sequence, none of them empty.</param>
    /// <param name="device">Where the tokens go: the model's device.</param>
    /// <param name="tasks">The task of each sequence; null where tasks are not known.</param>
    /// <returns>The batch, whose tokens are the caller's to dispose of.</returns>
    public static TokenBatch Of(IReadOnlyList<IReadOnlyList<int>> sequences, torch.Device device, IReadOnlyList<int>? tasks = null)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (sequences.Count == 0 || sequences.Any(sequence => sequence.Count == 0)) throw new ArgumentException("A batch has at least one sequence, and each sequence at least one token.", nameof(sequences));
        var length = sequences.Max(sequence => sequence.Count);
        var tokens = new long[sequences.Count * length];
        for (var row = 0; row < sequences.Count; row++)
        {
            for (var column = 0; column < sequences[row].Count; column++) tokens[row * length + column] = sequences[row][column];
        }

        return new TokenBatch { Tokens = torch.tensor(tokens, [sequences.Count, length], device: device), Lengths = [.. sequences.Select(sequence => sequence.Count)], Tasks = tasks };
    }
}
