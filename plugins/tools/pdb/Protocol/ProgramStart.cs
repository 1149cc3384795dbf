using Tessera.Tools.Python;

namespace Tessera.Tools.Pdb.Protocol;

/// <summary>What a program is started with.</summary>
/// <param name="EntryPoint">What is run.</param>
/// <param name="Input">What it reads from its standard input; null for nothing.</param>
/// <param name="Breakpoints">All breakpoints.</param>
/// <param name="Aliases">The agent's own names for commands.</param>
/// <param name="Edited">Python files that were edited since the last start or request.</param>
internal sealed record ProgramStart(
    EntryPoint EntryPoint, string? Input, IReadOnlyList<DriverBreakpoint> Breakpoints, IReadOnlyDictionary<string, string> Aliases,
    IReadOnlyList<string> Edited);
