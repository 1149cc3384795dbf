namespace Tessera.Benchmarks.Tools;

/// <summary>A sort of search.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Pattern">The expression.</param>
public sealed record SearchSort(string Name, string Pattern)
{
    /// <summary>Whether letters match regardless of case.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>What files' names must fit; null for all.</summary>
    public string? Include { get; init; }

    /// <summary>Whether only the first 100 lines are wanted, and nothing is counted.</summary>
    public bool IsFirstOnly { get; init; }

    /// <summary>Whether the tree is one of 20,000 small files rather than of 250 MB.</summary>
    public bool InSmallFiles { get; init; }

    public override string ToString() => Name;
}
