using Tessera.Sdk.Findings;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Optimization;

/// <summary>Puts prompts under those that they were made from.</summary>
/// <remarks>
/// A prompt may be any text, an empty one too, and optimizers may name any text as a parent: each prompt stands in the tree once, under a
/// parent that was tried before it, or else at the root. So there are no circles.
/// </remarks>
internal static class PromptTree
{
    /// <summary>How many levels a tree has. What descends further stands beside its parent: a search may go on for very long, and readers of trees go down by recursion.</summary>
    public const int MostLevels = 100;

    public static IReadOnlyList<TreeNode> Of(IReadOnlyList<PromptCandidate> candidates)
    {
        var roots = new List<Branch>();
        var branches = new Dictionary<string, Branch>(StringComparer.Ordinal);
        foreach (var same in candidates.GroupBy(candidate => candidate.Prompt, StringComparer.Ordinal))
        {
            var parent = same.First().Parent is { } text ? branches.GetValueOrDefault(text) : null;
            if (parent?.Level == MostLevels) parent = parent.Parent;
            var branch = new Branch([.. same], parent, (parent?.Level ?? 0) + 1, []);
            branches.Add(same.Key, branch);
            (parent?.Children ?? roots).Add(branch);
        }

        return [.. roots.Select(NodeOf)];
    }

    private static TreeNode NodeOf(Branch branch) => new(
        branch.Same[0].Prompt,
        double.IsFinite(branch.Same[^1].Score) ? branch.Same[^1].Score : null,
        branch.Same.Any(candidate => candidate.Chosen),
        [.. branch.Children.Select(NodeOf)]);

    private sealed record Branch(IReadOnlyList<PromptCandidate> Same, Branch? Parent, int Level, List<Branch> Children);
}
