using Tessera.Sdk.Tools;

namespace Tessera.Tools.Rewrite;

/// <summary>A text with some of its lines replaced, its line endings and its end kept as they were.</summary>
/// <param name="Text">The new text.</param>
/// <param name="Edit">What was replaced.</param>
internal sealed record LineReplacement(string Text, LineEdit Edit)
{
    /// <summary>Replaces lines.</summary>
    /// <param name="lines">The lines of the text, each with its ending.</param>
    /// <param name="first">The first line that is replaced, from 1; one more than there are lines to append.</param>
    /// <param name="count">How many lines are replaced.</param>
    /// <param name="code">What takes their place. One line feed at its end ends its last line and is no further, empty line.</param>
    /// <returns>The replacement.</returns>
    public static LineReplacement Make(IReadOnlyList<string> lines, int first, int count, string code)
    {
        var ending = EndingOf(lines);
        var added = CodeLines(code).Select(line => line + ending).ToList();
        var result = lines.Take(first - 1).Concat(added).Concat(lines.Skip(first - 1 + count)).ToList();
        if (first - 1 == lines.Count && first > 1 && !lines[^1].EndsWith('\n') && added.Count > 0) result[first - 2] += ending;
        if (result.Count > 0) result[^1] = EndsOpen(lines) ? WithoutEnding(result[^1]) : Ended(result[^1], ending);
        return new LineReplacement(string.Concat(result), new LineEdit(first, count, added.Count));
    }

    private static bool EndsOpen(IReadOnlyList<string> lines) => lines.Count > 0 && !lines[^1].EndsWith('\n');

    private static string Ended(string line, string ending) => line.EndsWith('\n') ? line : line + ending;

    private static string WithoutEnding(string line) => line.EndsWith("\r\n", StringComparison.Ordinal) ? line[..^2] : line.EndsWith('\n') ? line[..^1] : line;

    private static string[] CodeLines(string code)
    {
        if (code.Length == 0) return [];
        code = code.Replace("\r\n", "\n", StringComparison.Ordinal);
        return (code.EndsWith('\n') ? code[..^1] : code).Split('\n');
    }

    // The majority decides: a file with mixed endings keeps them where it is not touched.
    private static string EndingOf(IReadOnlyList<string> lines) =>
        lines.Count(line => line.EndsWith("\r\n", StringComparison.Ordinal)) * 2 > lines.Count(line => line.EndsWith('\n')) ? "\r\n" : "\n";
}
