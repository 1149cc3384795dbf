namespace Tessera.Sdk.Diagnostics;

/// <summary>A place in a file that a person wrote.</summary>
/// <param name="File">The file's path as the person knows it.</param>
/// <param name="Line">The line, from 1; 0 where only the file is known.</param>
/// <param name="Column">The column, from 1; 0 where only the line is known.</param>
/// <param name="KeyPath">The path of keys that leads to the place, such as <c>steps.compare.with.routers[1].uses</c>.</param>
public sealed record SourceLocation(string File, int Line = 0, int Column = 0, string? KeyPath = null)
{
    /// <summary>The place as editors and terminals understand it: <c>file:line:column</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => File,
        (_, 0) => $"{File}:{Line}",
        _ => $"{File}:{Line}:{Column}",
    };
}
