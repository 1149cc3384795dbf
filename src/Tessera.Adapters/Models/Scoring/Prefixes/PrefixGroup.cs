namespace Tessera.Adapters.Models.Scoring.Prefixes;

/// <summary>Nodes that can be computed, the longest first.</summary>
internal sealed class PrefixGroup(IEnumerable<PrefixNode> nodes)
{
    // So many places may be padded in any case: a pass of its own costs more.
    private const int SmallPadding = 8;

    private readonly List<PrefixNode> _nodes = [.. nodes.OrderByDescending(node => node.Length)];
    private int _next;

    public bool IsEmpty => _next == _nodes.Count;

    /// <summary>Takes nodes that go through the model together: at least one, and more of like length as long as they fit.</summary>
    /// <param name="bounds">What has to fit.</param>
    /// <param name="kept">How many tokens are kept in memory already.</param>
    public List<PrefixNode> Take(PrefixBounds bounds, long kept)
    {
        var taken = new List<PrefixNode>();
        var (longest, furthest) = (_nodes[_next].Length, 0);
        for (; _next < _nodes.Count; _next++)
        {
            var node = _nodes[_next];
            furthest = Math.Max(furthest, node.First);
            if (node.Children.Count > 0) kept += node.Length;
            if (taken.Count > 0 && (longest > 2 * node.Length + SmallPadding || !bounds.Hold(taken.Count + 1, longest, furthest, kept))) break;
            taken.Add(node);
        }

        return taken;
    }
}
