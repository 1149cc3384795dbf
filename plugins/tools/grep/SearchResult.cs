namespace Tessera.Tools.Grep;

/// <summary>What a search found, and what it did not look at.</summary>
internal sealed class SearchResult
{
    /// <summary>The lines that are shown.</summary>
    public List<FoundLine> Lines { get; } = [];

    /// <summary>How many matching lines are among <see cref="Lines"/>.</summary>
    public int Shown { get; set; }

    /// <summary>How many lines match in all.</summary>
    public int Matches { get; set; }

    /// <summary>How many files have a matching line.</summary>
    public int Files { get; set; }

    /// <summary>How many files were searched.</summary>
    public int Searched { get; set; }

    /// <summary>How many files are binary.</summary>
    public int Binary { get; set; }

    /// <summary>How many files are too large.</summary>
    public int TooLarge { get; set; }

    /// <summary>How many files could not be read.</summary>
    public int Unreadable { get; set; }

    /// <summary>How many lines the expression could not be decided on in time.</summary>
    public int Undecided { get; set; }

    /// <summary>How many folders could not be read.</summary>
    public int UnreadableFolders { get; set; }

    /// <summary>Whether time ran out before the search was done.</summary>
    public bool TimedOut { get; set; }

    /// <summary>Whether there are more matching lines than are shown, and they were not to be counted.</summary>
    public bool IsEnough { get; set; }

    /// <summary>Adds what was found in the next file.</summary>
    /// <param name="file">What was found.</param>
    /// <param name="maxShown">How many matching lines are shown in all.</param>
    public void Add(FileMatches file, int maxShown)
    {
        switch (file.Outcome)
        {
            case FileOutcome.Binary:
                Binary++;
                break;
            case FileOutcome.TooLarge:
                TooLarge++;
                break;
            case FileOutcome.Unreadable:
                Unreadable++;
                break;
            default:
                Searched++;
                break;
        }

        Matches += file.Matches;
        Undecided += file.Undecided;
        if (file.Matches > 0) Files++;
        foreach (var group in file.Groups.Take(maxShown - Shown))
        {
            Lines.AddRange(group);
            Shown++;
        }
    }
}
