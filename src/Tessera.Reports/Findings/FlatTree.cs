using Tessera.Sdk.Findings;

namespace Tessera.Reports.Findings;

/// <summary>A tree line by line, from the roots down, however deep it is.</summary>
internal static class FlatTree
{
    /// <summary>The first nodes in reading order. Chosen ones are kept beyond the bound, so that the way that was chosen is whole.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="most">How many others to keep.</param>
    public static IReadOnlyList<TreeLine> Lines(Tree tree, int most)
    {
        var lines = new List<TreeLine>();
        var waiting = new Stack<TreeLine>(tree.Roots.Reverse().Select(root => new TreeLine(root, 1)));
        while (waiting.TryPop(out var line))
        {
            if (lines.Count < most || (line.Node.Chosen && lines.Count < 2 * most)) lines.Add(line);
            foreach (var child in line.Node.Children.Reverse()) waiting.Push(new TreeLine(child, line.Level + 1));
        }

        return lines;
    }

    /// <summary>How many nodes a tree has.</summary>
    public static int Count(Tree tree)
    {
        var count = 0;
        var waiting = new Stack<TreeNode>(tree.Roots);
        while (waiting.TryPop(out var node))
        {
            count++;
            foreach (var child in node.Children) waiting.Push(child);
        }

        return count;
    }
}
