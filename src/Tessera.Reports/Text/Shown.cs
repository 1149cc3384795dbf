using System.Globalization;
using System.Text;

namespace Tessera.Reports.Text;

/// <summary>
/// Text from anyone as it may stand on a page: bounded, and without what would not be seen. Characters that turn the direction of
/// writing or control a terminal are spelled out, so that a text reads as what it is.
/// </summary>
internal static class Shown
{
    /// <summary>A text, at most so many characters of it.</summary>
    public static string Text(string? text, int most)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var cut = text.Length > most ? text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most) : text;
        var shown = Plain(cut);
        return cut.Length == text.Length ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown}… ({text.Length - cut.Length} characters more)");
    }

    /// <summary>A name: short and on one line.</summary>
    public static string Name(string? name) => Text(name, Bounds.NameCharacters).ReplaceLineEndings(" ");

    /// <summary>A name beside the marks of a plot: of one with more characters than there is room for its beginning and an ellipsis.</summary>
    public static string Label(string? name, int room)
    {
        var shown = Name(name);
        return shown.Length <= room ? shown : shown[..(char.IsHighSurrogate(shown[room - 2]) ? room - 2 : room - 1)] + "…";
    }

    private static string Plain(ReadOnlySpan<char> text)
    {
        var shown = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u001b' && LengthOfColour(text[i..]) is > 0 and var colour) i += colour - 1;
            else if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n') continue;
            else if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) shown.Append(text[i]).Append(text[++i]);
            else Append(shown, text[i]);
        }

        return shown.ToString();
    }

    private static void Append(StringBuilder shown, char character)
    {
        switch (character)
        {
            case '\n' or '\t': shown.Append(character); break;
            case < ' ': shown.Append((char)('\u2400' + character)); break;
            case '\u007f': shown.Append('\u2421'); break;
            case >= '\u0080' and <= '\u009f': shown.Append('\ufffd'); break;
            case '\ufffe' or '\uffff': shown.Append('\ufffd'); break;
            case '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'):
                shown.Append(CultureInfo.InvariantCulture, $"[U+{(int)character:X4}]");
                break;
            default: shown.Append(char.IsSurrogate(character) ? '\ufffd' : character); break;
        }
    }

    // What colours a terminal's text says nothing on a page.
    private static int LengthOfColour(ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || text[1] != '[') return 0;
        var end = 2;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == ';')) end++;
        return end < text.Length && text[end] == 'm' ? end + 1 : 0;
    }
}
