using Tessera.Sdk.Tools;

namespace Tessera.Tools.Rewrite;

/// <summary>A text with some of its lines replaced, its line endings and its end kept as they were.</summary>
/// <param name="Text">The new text.</param>
/// <param name="Edit">What was replaced.</param>
internal sealed record LineReplacement(string Text, LineEdit Edit)
{
    /// <summary>Replaces lines.</summary>
    /// <param name="text">The text.</param>
    /// <param name="first">The first line that is replaced, from 1; one more than there are lines to append.</param>
    /// <param name="count">How many lines are replaced.</param>
    /// <param name="code">What takes their place. One line feed at its end ends its last line and is no further, empty line.</param>
    /// <returns>The replacement.</returns>
    public static LineReplacement Make(string text, int first, int count, string code)
    {
        var ending = EndingOf(text);
        var added = CodeLines(code);
        var start = Skip(text, 0, first - 1);
        var end = Skip(text, start, count);
        var isOpen = text.Length > 0 && text[^1] != '\n';
        // What is appended to a line that has no end would go on with it.
        var joint = isOpen && start == text.Length && added.Length > 0 ? ending : "";
        var middle = string.Concat(added.Select(line => line + ending));
        var result = string.Concat(text.AsSpan(0, start), joint, middle, text.AsSpan(end));
        return new LineReplacement(isOpen ? WithoutEnding(result) : Ended(result, ending), new LineEdit(first, count, added.Length));
    }

    private static int Skip(string text, int place, int lines)
    {
        for (; lines > 0 && place < text.Length; lines--) place = text.IndexOf('\n', place) is >= 0 and var end ? end + 1 : text.Length;
        return place;
    }

    private static string Ended(string text, string ending) => text.Length == 0 || text.EndsWith('\n') ? text : text + ending;

    private static string WithoutEnding(string text) => text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;

    private static string[] CodeLines(string code)
    {
        if (code.Length == 0) return [];
        code = code.Replace("\r\n", "\n", StringComparison.Ordinal);
        return (code.EndsWith('\n') ? code[..^1] : code).Split('\n');
    }

    // The majority decides: a file with mixed endings keeps them where it is not touched.
    private static string EndingOf(ReadOnlySpan<char> text) => text.Count("\r\n") * 2 > text.Count('\n') ? "\r\n" : "\n";
}
