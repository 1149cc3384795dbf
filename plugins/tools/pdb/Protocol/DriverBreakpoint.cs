namespace Tessera.Tools.Pdb.Protocol;

/// <summary>A breakpoint as the driver tells it and takes it back.</summary>
/// <param name="Number">The number by which commands name it.</param>
/// <param name="File">The file's real, absolute path.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Condition">The Python expression under which it stops; null for always.</param>
/// <param name="Temporary">Whether it is removed at its first stop.</param>
/// <param name="Enabled">Whether it is in force.</param>
/// <param name="Ignore">How many times it is still passed by.</param>
/// <param name="Hits">How many times it was reached.</param>
/// <param name="Function">The function it was set on by name; null for a line.</param>
/// <param name="Commands">What is performed at each stop.</param>
/// <param name="Names">The functions whose code holds the line; null when the file has changed since the driver looked.</param>
internal sealed record DriverBreakpoint(
    int Number, string File, int Line, string? Condition, bool Temporary, bool Enabled, int Ignore, int Hits, string? Function,
    IReadOnlyList<string> Commands, IReadOnlyList<string>? Names);
