using Tessera.Sdk.Findings;

namespace Tessera.Reports.Findings;

/// <summary>A node of a tree and how deep it stands.</summary>
/// <param name="Node">The node.</param>
/// <param name="Level">1 for a root, and one more for each generation.</param>
internal sealed record TreeLine(TreeNode Node, int Level);
