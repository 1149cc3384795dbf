namespace Tessera.Agents.Solution;

/// <summary>A place of a unified difference.</summary>
/// <param name="File">The file, relative to the project.</param>
/// <param name="OldStart">The first old line, from 1; for an insertion, the line before it.</param>
/// <param name="OldLines">The lines that stood there, each with its line ending.</param>
/// <param name="NewLines">The lines that shall stand there.</param>
/// <param name="IsNewFile">Whether the file did not exist before.</param>
internal sealed record PatchHunk(string File, int OldStart, IReadOnlyList<string> OldLines, IReadOnlyList<string> NewLines, bool IsNewFile);
