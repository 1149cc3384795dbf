namespace Tessera.Sdk.Tools;

/// <summary>The set of breakpoints is now another one.</summary>
/// <param name="Breakpoints">All breakpoints, sorted by file and line.</param>
public sealed record BreakpointsChanged(IReadOnlyList<Breakpoint> Breakpoints) : SessionEvent;
