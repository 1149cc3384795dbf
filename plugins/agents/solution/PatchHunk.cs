namespace Tessera.Agents.Solution;

/// <summary>A place of a unified difference.</summary>
/// <param name="File">The file, relative to the project.</param>
/// <param name="Start">The first line that is replaced, from 1, in the file as the places before this one leave it; 0 where the file is empty or new.</param>
/// <param name="OldLines">The lines that stand there, each with its line ending.</param>
/// <param name="NewLines">The lines that shall stand there.</param>
/// <param name="IsNewFile">Whether the file does not exist before.</param>
internal sealed record PatchHunk(string File, int Start, IReadOnlyList<string> OldLines, IReadOnlyList<string> NewLines, bool IsNewFile);
