namespace Tessera.Tools.Pdb.Protocol;

/// <summary>Where a program stands, or how it ended.</summary>
/// <param name="Reason">step, breakpoint, interrupted, exception, post-mortem, exited or failed.</param>
/// <param name="Moved">Whether the program ran since the last report.</param>
/// <param name="File">The selected frame's file; null where there is none.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Function">Its function.</param>
/// <param name="First">The number of the first line of <paramref name="Source"/>.</param>
/// <param name="Source">The lines around it.</param>
/// <param name="Breakpoint">The number of the breakpoint that stopped it.</param>
/// <param name="Exception">The exception in one line.</param>
/// <param name="Thread">The thread that stands there; null for the main one.</param>
/// <param name="Process">The process that stands there; null for the one that was started.</param>
internal sealed record DriverStop(
    string Reason, bool Moved, string? File, int? Line, string? Function, int First, IReadOnlyList<string>? Source, int? Breakpoint, string? Exception,
    string? Thread = null, int? Process = null)
{
    public bool HasEnded => Reason is "exited" or "failed";
}
