namespace Tessera.Sdk.Findings;

/// <summary>Things that descend from one another, such as prompts and their rewrites.</summary>
public sealed record Tree : Finding
{
    /// <summary>The roots.</summary>
    public required IReadOnlyList<TreeNode> Roots { get; init; }
}
