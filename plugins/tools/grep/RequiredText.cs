using System.Text;

namespace Tessera.Tools.Grep;

/// <summary>Texts that matches hold, so that lines without them need not be looked at.</summary>
internal static class RequiredText
{
    // What stands for itself in no place of an expression.
    private const string Special = "+.^$)";

    /// <summary>Texts of which every match of a pattern holds at least one.</summary>
    /// <param name="pattern">A regular expression without options, or plain text.</param>
    /// <param name="isLiteral">Whether it is plain text.</param>
    /// <returns>The longest run of ASCII letters of each alternative; they are the same bytes in all encodings that files are read in. Empty where none are sure.</returns>
    public static IReadOnlyList<string> Find(string pattern, bool isLiteral)
    {
        if (isLiteral) return Sure([Longest(pattern.Split([.. pattern.Where(letter => !char.IsAscii(letter)).Distinct()]))]);
        // An option may change what letters stand for.
        return pattern.Contains("(?", StringComparison.Ordinal) ? [] : Sure([.. Alternatives(pattern).Select(FindInOne).Distinct()]);
    }

    private static string[] Sure(string[] texts) => Array.Exists(texts, text => text.Length == 0) ? [] : texts;

    private static IEnumerable<string> Alternatives(string pattern)
    {
        var begin = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\') i++;
            else if (pattern[i] == '[') i = EndOf(pattern, i);
            else if (pattern[i] == '(') i = EndOfGroup(pattern, i);
            else if (pattern[i] == '|')
            {
                yield return pattern[begin..i];
                begin = i + 1;
            }
        }

        yield return pattern[begin..];
    }

    private static string FindInOne(string pattern)
    {
        var runs = new List<string>();
        var run = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var letter = pattern[i];
            if (letter == '\\')
            {
                if (++i == pattern.Length) return "";
                letter = pattern[i];
                if (!char.IsLetterOrDigit(letter)) Add(letter);
                else if ("wWdDsSbB".Contains(letter)) End();
                // What follows another escape may belong to it.
                else break;
            }
            else if (letter == '[') (i, _) = (EndOf(pattern, i), End());
            else if (letter == '(') (i, _) = (EndOfGroup(pattern, i), End());
            else if (letter is '*' or '?' or '{')
            {
                // What it follows may be missing.
                if (run.Length > 0) run.Length--;
                End();
                if (letter == '{' && pattern.IndexOf('}', i) is > 0 and var close) i = close;
            }
            else if (Special.Contains(letter)) End();
            else Add(letter);
        }

        End();
        return Longest(runs);

        void Add(char letter)
        {
            if (char.IsAscii(letter)) run.Append(letter);
            else End();
        }

        bool End()
        {
            runs.Add(run.ToString());
            run.Clear();
            return true;
        }
    }

    private static int EndOfGroup(string pattern, int begin)
    {
        var depth = 0;
        for (var i = begin; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\') i++;
            else if (pattern[i] == '[') i = EndOf(pattern, i);
            else if (pattern[i] == '(') depth++;
            else if (pattern[i] == ')' && --depth == 0) return i;
        }

        return pattern.Length;
    }

    private static int EndOf(string pattern, int begin)
    {
        for (var i = begin + 1; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\') i++;
            // One that stands first is a member.
            else if (pattern[i] == ']' && i > begin + 1 && !(i == begin + 2 && pattern[begin + 1] == '^')) return i;
        }

        return pattern.Length;
    }

    private static string Longest(IEnumerable<string> runs) => runs.MaxBy(run => run.Length) ?? "";
}
