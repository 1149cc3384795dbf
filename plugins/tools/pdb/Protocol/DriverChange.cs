namespace Tessera.Tools.Pdb.Protocol;

/// <summary>A file that is not what it was when the program took it in.</summary>
/// <param name="File">The file's real, absolute path.</param>
/// <param name="Loaded">Whether the program runs its code; otherwise it only holds breakpoints.</param>
internal sealed record DriverChange(string File, bool Loaded);
