namespace Tessera.Debugging.Steps;

/// <summary>A text file that differs between two folders.</summary>
/// <param name="Path">The file, relative to both folders, with forward slashes.</param>
/// <param name="Before">Its text before; null where there was no file.</param>
/// <param name="After">Its text after; null where there is none.</param>
internal sealed record ChangedFile(string Path, string? Before, string? After);
