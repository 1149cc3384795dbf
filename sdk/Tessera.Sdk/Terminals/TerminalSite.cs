namespace Tessera.Sdk.Terminals;

/// <summary>Where the programs of a terminal run, and what they are told.</summary>
public sealed record TerminalSite
{
    /// <summary>The folder in which programs run, and the only one that a confining terminal lets them change; absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>Variables that all programs see, on top of those that the terminal passes on.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Files in the folder that a confining terminal's programs may read only: patterns in the syntax of <c>.gitignore</c>.</summary>
    /// <remarks>What fits when the terminal is opened is protected; a terminal that confines nothing ignores them.</remarks>
    public IReadOnlyList<string> ReadOnly { get; init; } = [];

    /// <summary>Files in the folder that a confining terminal's programs do not see the contents of: patterns in the syntax of <c>.gitignore</c>.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];
}
