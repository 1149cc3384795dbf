namespace Tessera.Adapters.Models.Fused;

/// <summary>
/// Where the tokens of a sequence lie among the rows of a pass. What it begins with like a sequence before it, its trunk, lies there once: texts of a minimal pair
/// differ late, and under causal attention what stands before the difference is the same in both.
/// </summary>
/// <param name="Sequence">The sequence's place in the batch.</param>
/// <param name="Length">How many tokens it has.</param>
/// <param name="Shared">How many of them lie in its trunk.</param>
/// <param name="Trunk">The trunk's first row; its own where it is nobody's branch.</param>
/// <param name="First">The first of its own rows.</param>
internal readonly record struct FusedSequence(int Sequence, int Length, int Shared, int Trunk, int First)
{
    // With less in common, a sequence begins a trunk of its own, with which those that follow may have more in common: every text begins with the same token.
    private const int LeastShare = 4;

    /// <summary>The row behind its last.</summary>
    public int End => First + Length - Shared;

    /// <summary>The row of each of its tokens.</summary>
    public int RowOf(int token) => token < Shared ? Trunk + token : First + token - Shared;

    /// <summary>The position of the token of one of its own rows.</summary>
    public int PositionOf(int row) => Shared + row - First;

    /// <summary>Lays sequences out, one after another.</summary>
    /// <param name="sequences">Their places in the batch.</param>
    /// <param name="lengths">How many tokens each sequence of the batch has.</param>
    /// <param name="tokens">The tokens of the batch, a row of equal length for each sequence.</param>
    public static IReadOnlyList<FusedSequence> Lay(IReadOnlyList<int> sequences, IReadOnlyList<int> lengths, ReadOnlySpan<long> tokens)
    {
        var (laid, width, next) = (new List<FusedSequence>(sequences.Count), tokens.Length / lengths.Count, 0);
        FusedSequence? trunk = null;
        foreach (var sequence in sequences)
        {
            var own = tokens.Slice(sequence * width, lengths[sequence]);
            // The last token keeps a row: every sequence has one of its own.
            var shared = trunk is { } before ? own[..^1].CommonPrefixLength(tokens.Slice(before.Sequence * width, before.Length)) : 0;
            var lies = trunk is { } found && shared * LeastShare >= own.Length
                ? new FusedSequence(sequence, own.Length, shared, found.First, next)
                : new FusedSequence(sequence, own.Length, 0, next, next);
            if (lies.Shared == 0) trunk = lies;
            laid.Add(lies);
            next = lies.End;
        }

        return laid;
    }
}
