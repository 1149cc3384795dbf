namespace Tessera.Reports.Differences;

/// <summary>What became of a piece of text.</summary>
internal enum Change
{
    /// <summary>It stands in both texts.</summary>
    Kept,

    /// <summary>It stands in the first text only.</summary>
    Removed,

    /// <summary>It stands in the second text only.</summary>
    Added,
}
