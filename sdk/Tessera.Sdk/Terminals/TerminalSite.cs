namespace Tessera.Sdk.Terminals;

/// <summary>Where the programs of a terminal run, and what they are told.</summary>
public sealed record TerminalSite
{
    /// <summary>The folder in which programs run, and the only one that a confining terminal lets them change; absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>Variables that all programs see, on top of those that the terminal passes on.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Files and folders that a confining terminal's programs may read only, with all that is in them: their paths from the folder,
    /// with <c>/</c> between names and no link on the way.
    /// </summary>
    /// <remarks>They are places and not patterns: what a project keeps from agents is for its workspace alone to say. A terminal that confines nothing ignores them.</remarks>
    public IReadOnlyList<string> ReadOnly { get; init; } = [];

    /// <summary>Files and folders that a confining terminal's programs do not see the contents of: their paths from the folder, as in <see cref="ReadOnly"/>.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];
}
