namespace Tessera.Tools.Grep;

/// <summary>A line that is shown.</summary>
/// <param name="File">The file, relative to the workspace.</param>
/// <param name="Number">The line, from 1.</param>
/// <param name="Text">Its text, without the line ending.</param>
/// <param name="IsMatch">Whether it matches; otherwise it stands around one that does.</param>
internal sealed record FoundLine(string File, int Number, string Text, bool IsMatch);
