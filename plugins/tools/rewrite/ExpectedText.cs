using System.Globalization;

namespace Tessera.Tools.Rewrite;

/// <summary>The text that an agent believes to stand in the lines it replaces.</summary>
internal static class ExpectedText
{
    /// <summary>Compares it with what stands there, whatever the line endings.</summary>
    /// <param name="lines">The lines of the file.</param>
    /// <param name="first">The first line that is replaced, from 1.</param>
    /// <param name="count">How many are replaced.</param>
    /// <param name="expected">What is expected there. A line feed at its end ends its last line.</param>
    /// <returns>What is to be said when something else stands there; null when it is the same.</returns>
    public static string? FaultOf(IReadOnlyList<string> lines, int first, int count, string expected)
    {
        string[] found = [.. lines.Select(WithoutEnding)];
        var wanted = expected.Length == 0 ? [] : WithoutEnding(expected).Split('\n').Select(WithoutEnding).ToArray();
        if (found.AsSpan(first - 1, count).SequenceEqual(wanted)) return null;
        var there = count == 0 ? "There are no lines there."
            : $"There stands:\n{string.Join('\n', found.Skip(first - 1).Take(count).Select((line, i) => string.Create(CultureInfo.InvariantCulture, $"{first + i,5} {line}")))}";
        return string.Create(CultureInfo.InvariantCulture, $"The expected text is not what stands in lines {first}-{first + count - 1}. {there}{Elsewhere(found, wanted)}");
    }

    private static string Elsewhere(string[] found, string[] wanted)
    {
        if (wanted.Length == 0) return "";
        int[] places = [.. Places(found, wanted).Take(2)];
        return places.Length == 1 ? string.Create(CultureInfo.InvariantCulture, $"\nThe expected text stands in lines {places[0] + 1}-{places[0] + wanted.Length}.") : "";
    }

    // In time linear in both, also where they nearly fit everywhere: D. E. Knuth, J. H. Morris, V. R. Pratt, Fast Pattern Matching in Strings (1977).
    private static IEnumerable<int> Places(string[] found, string[] wanted)
    {
        var borders = new int[wanted.Length];
        for (int i = 1, fit = 0; i < wanted.Length; i++)
        {
            while (fit > 0 && wanted[i] != wanted[fit]) fit = borders[fit - 1];
            borders[i] = wanted[i] == wanted[fit] ? ++fit : 0;
        }

        for (int i = 0, fit = 0; i < found.Length; i++)
        {
            while (fit > 0 && found[i] != wanted[fit]) fit = borders[fit - 1];
            if (found[i] == wanted[fit]) fit++;
            if (fit < wanted.Length) continue;
            yield return i + 1 - fit;
            fit = borders[fit - 1];
        }
    }

    private static string WithoutEnding(string line) =>
        line.EndsWith("\r\n", StringComparison.Ordinal) ? line[..^2] : line.EndsWith('\n') || line.EndsWith('\r') ? line[..^1] : line;
}
