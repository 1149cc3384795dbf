namespace Tessera.Adapters.Models.Scoring.Prefixes;

/// <summary>Finds what sequences have in common, so that it is computed once.</summary>
internal static class PrefixForest
{
    /// <summary>Makes trees of the sequences: each path from a root is the beginning of one or more of them.</summary>
    /// <param name="continuations">The continuations; the last token of each is never read, only foretold.</param>
    /// <returns>The roots.</returns>
    public static List<PrefixNode> Grow(IReadOnlyList<Continuation> continuations)
    {
        var sequences = continuations.Select(continuation => (int[])[.. continuation.Context, .. continuation.Tokens.SkipLast(1)]).ToArray();
        var sorted = Enumerable.Range(0, continuations.Count).Where(index => continuations[index].Tokens.Count > 0).ToArray();
        Array.Sort(sorted, (one, other) => sequences[one].AsSpan().SequenceCompareTo(sequences[other]));

        var roots = new List<PrefixNode>();
        var open = new Stack<(PrefixNode? Parent, int From, int To)>([(null, 0, sorted.Length)]);
        while (open.TryPop(out var range))
        {
            var (from, first) = (range.From, range.Parent?.End ?? 0);
            // Those that end here stand before those that go on.
            while (from < range.To && sequences[sorted[from]].Length == first) from++;
            while (from < range.To)
            {
                var sequence = sequences[sorted[from]];
                var to = from + 1;
                while (to < range.To && sequences[sorted[to]][first] == sequence[first]) to++;
                var node = new PrefixNode(range.Parent, sequence, sequence.AsSpan().CommonPrefixLength(sequences[sorted[to - 1]]));
                foreach (var index in sorted.AsSpan(from, to - from)) Ask(node, continuations[index], index);
                node.Questions.Sort((one, other) => one.Place.CompareTo(other.Place));
                (range.Parent?.Children ?? roots).Add(node);
                open.Push((node, from, to));
                from = to;
            }
        }

        return roots;
    }

    private static void Ask(PrefixNode node, Continuation continuation, int index)
    {
        var before = continuation.Context.Count - 1;
        for (var place = Math.Max(node.First, before); place < Math.Min(node.End, before + continuation.Tokens.Count); place++)
            node.Questions.Add(new PrefixQuestion(place, continuation.Tokens[place - before], index));
    }
}
