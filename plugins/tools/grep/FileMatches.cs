namespace Tessera.Tools.Grep;

/// <summary>What was found in one file.</summary>
internal sealed class FileMatches
{
    public static readonly FileMatches None = new() { Outcome = FileOutcome.Searched };
    public static readonly FileMatches Binary = new() { Outcome = FileOutcome.Binary };
    public static readonly FileMatches TooLarge = new() { Outcome = FileOutcome.TooLarge };
    public static readonly FileMatches Unreadable = new() { Outcome = FileOutcome.Unreadable };

    /// <summary>How the search of the file ended.</summary>
    public FileOutcome Outcome { get; init; }

    /// <summary>How many lines match.</summary>
    public int Matches { get; set; }

    /// <summary>How many lines the expression could not be decided on in time.</summary>
    public int Undecided { get; set; }

    /// <summary>The matching lines that may be shown, each with those around it, in order.</summary>
    public List<List<FoundLine>> Groups { get; } = [];
}
