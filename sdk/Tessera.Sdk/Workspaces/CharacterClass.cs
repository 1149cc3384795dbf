using System.Globalization;
using System.Text;

namespace Tessera.Sdk.Workspaces;

/// <summary>A class of characters within a pattern, such as <c>[a-c]</c>. Source: git's wildmatch.c.</summary>
internal static class CharacterClass
{
    /// <summary>Reads the class at the beginning of a text.</summary>
    /// <param name="pattern">The text; it begins with <c>[</c>.</param>
    /// <returns>An expression that fits the same characters, a slash apart, and how long the class is; null when it is not closed.</returns>
    public static (string Expression, int Length)? Read(ReadOnlySpan<char> pattern)
    {
        var negated = pattern.Length > 1 && pattern[1] is '!' or '^';
        var begin = negated ? 2 : 1;
        var members = new StringBuilder();
        char? previous = null;
        for (var i = begin; i < pattern.Length; i++)
        {
            if (pattern[i] == ']' && i > begin) return (negated ? $"[^/{members}]" : $"[{members}-[/]]", i + 1);
            if (pattern[i..].StartsWith("[:") && pattern[i..].IndexOf(":]") is > 0 and var length)
            {
                if (Named(pattern[(i + 2)..(i + length)]) is not { } named) return null;
                members.Append(named);
                previous = null;
                i += length + 1;
                continue;
            }

            var isRange = pattern[i] == '-' && previous is not null && i + 1 < pattern.Length && pattern[i + 1] != ']';
            if (isRange) i++;
            if (pattern[i] == '\\' && ++i == pattern.Length) return null;
            if (!isRange) members.Append(Escaped(pattern[i]));
            else if (previous <= pattern[i]) members.Append(Escaped(previous.Value)).Append('-').Append(Escaped(pattern[i]));
            previous = isRange ? null : pattern[i];
        }

        return null;
    }

    private static string Escaped(char member) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)member:X4}");

    private static string? Named(ReadOnlySpan<char> name) => name switch
    {
        "alnum" => "0-9A-Za-z",
        "alpha" => "A-Za-z",
        "blank" => @" \t",
        "cntrl" => @"\x00-\x1F\x7F",
        "digit" => "0-9",
        "graph" => "!-~",
        "lower" => "a-z",
        "print" => " -~",
        "punct" => @"!-/:-@\[-`{-~",
        "space" => @" \t-\r",
        "upper" => "A-Z",
        "xdigit" => "0-9A-Fa-f",
        _ => null,
    };
}
