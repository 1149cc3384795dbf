namespace Tessera.Sdk.Tools;

/// <summary>A place where a debugger stops.</summary>
/// <param name="File">The file, relative to the workspace, with forward slashes.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Condition">Stop only when this expression holds; null for always.</param>
/// <param name="Enabled">Whether it is in force.</param>
/// <param name="Temporary">Whether it is removed at its first stop.</param>
public sealed record Breakpoint(string File, int Line, string? Condition = null, bool Enabled = true, bool Temporary = false);
