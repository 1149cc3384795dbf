namespace Tessera.Reports;

/// <summary>How much of a run a page shows, so that it stays small on long runs. What is left out is said where it would stand.</summary>
internal static class Bounds
{
    /// <summary>Characters of all findings together.</summary>
    public const int Page = 4_000_000;

    public const int Findings = 200;
    public const int Steps = 500;
    public const int Metrics = 100;
    public const int MetricsInTable = 6;

    public const int Rows = 250;
    public const int Columns = 40;
    public const int CellCharacters = 2_000;
    public const int NameCharacters = 120;
    public const int ErrorCharacters = 20_000;
    public const int JsonCharacters = 8_000;

    /// <summary>Rows and columns of a heat map; larger ones are averaged.</summary>
    public const int Cells = 48;

    public const int Lines = 8;
    public const int Points = 300;
    public const int PointsInTable = 60;

    public const int Nodes = 400;
    public const int NodeCharacters = 1_000;

    public const int ChangedLines = 600;
    public const int LineCharacters = 2_000;

    /// <summary>Entries shown from the beginning and from the end of a transcript.</summary>
    public const int Entries = 100;
    public const int EntryCharacters = 4_000;
}
