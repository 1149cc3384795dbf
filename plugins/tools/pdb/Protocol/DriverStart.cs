namespace Tessera.Tools.Pdb.Protocol;

/// <summary>What the driver is to run.</summary>
/// <param name="Kind">script, module or code.</param>
/// <param name="Target">The file, the module or the statements.</param>
/// <param name="Arguments">What the program is told.</param>
/// <param name="Input">What the program reads from its standard input; null for nothing.</param>
/// <param name="Breakpoints">All breakpoints.</param>
/// <param name="Aliases">The agent's own names for commands.</param>
/// <param name="Edited">Python files that were edited since the last start or request: what was compiled of them is not used any more.</param>
/// <param name="OutputLimit">How many characters the debugger may say at once.</param>
internal sealed record DriverStart(
    string Kind, string Target, IReadOnlyList<string> Arguments, string? Input, IReadOnlyList<DriverBreakpoint> Breakpoints,
    IReadOnlyDictionary<string, string> Aliases, IReadOnlyList<string> Edited, int OutputLimit);
