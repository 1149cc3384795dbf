namespace Tessera.Tools.Pdb.Protocol;

/// <summary>One command for the driver.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Text">The command.</param>
/// <param name="Breakpoints">All breakpoints, where they are not what the driver knows; otherwise null.</param>
/// <param name="Regardless">Whether to perform it although files have changed.</param>
/// <param name="Edited">Python files that were edited since the last start or request; null for none.</param>
internal sealed record DriverRequest(int Id, string Text, IReadOnlyList<DriverBreakpoint>? Breakpoints, bool Regardless, IReadOnlyList<string>? Edited = null);
