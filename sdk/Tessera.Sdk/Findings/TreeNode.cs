namespace Tessera.Sdk.Findings;

/// <summary>One thing in a <see cref="Tree"/>.</summary>
/// <param name="Text">What it is.</param>
/// <param name="Score">Its score; null when it has none.</param>
/// <param name="Chosen">Whether it was chosen over its siblings.</param>
/// <param name="Children">What descends from it.</param>
public sealed record TreeNode(string Text, double? Score, bool Chosen, IReadOnlyList<TreeNode> Children);
