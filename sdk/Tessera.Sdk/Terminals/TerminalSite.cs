namespace Tessera.Sdk.Terminals;

/// <summary>Where the programs of a terminal run, and what they are told.</summary>
public sealed record TerminalSite
{
    /// <summary>The folder in which programs run, and the only one that a confining terminal lets them change; absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>Variables that all programs see, on top of those that the terminal passes on.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
