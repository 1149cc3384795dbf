namespace Tessera.Tools.Pdb.Protocol;

/// <summary>The driver's answer to one request.</summary>
/// <param name="Id">The request.</param>
/// <param name="Output">What the debugger said.</param>
/// <param name="Failed">Whether the command did not do what was asked.</param>
/// <param name="Wrote">Whether the program had just written something that may still be on its way.</param>
/// <param name="Stop">Where the program stands.</param>
/// <param name="Breakpoints">All breakpoints.</param>
/// <param name="Notes">What else is worth knowing, in sentences.</param>
/// <param name="Loaded">The project's files that the program has loaded since the last report.</param>
/// <param name="Changed">The files that have changed on the disk; the command was then not performed.</param>
/// <param name="Aliases">The agent's own names for commands.</param>
internal sealed record DriverReport(
    int Id, string Output, bool Failed, bool Wrote, DriverStop Stop, IReadOnlyList<DriverBreakpoint> Breakpoints, IReadOnlyList<string> Notes,
    IReadOnlyList<string> Loaded, IReadOnlyList<DriverChange> Changed, IReadOnlyDictionary<string, string> Aliases);
