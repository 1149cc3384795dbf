using System.Globalization;
using System.Text.RegularExpressions;

namespace Tessera.Sdk.Tests.Tools;

/// <summary>Applies a unified difference line by line and believes nothing that it says.</summary>
internal static partial class Patching
{
    public static string Apply(string before, string difference)
    {
        var old = Lines(before);
        var lines = Lines(difference);
        var result = new List<string>();
        var (at, hunkOld, hunkNew) = (0, 0, 0);
        for (var i = difference.Length == 0 ? 0 : 2; i < lines.Count; i++)
        {
            if (Header().Match(lines[i]) is { Success: true } header)
            {
                (hunkOld, hunkNew).Should().Be((0, 0), "the hunk before is as long as it says");
                (var first, hunkOld) = Range(header, "old");
                (var newFirst, hunkNew) = Range(header, "new");
                while (at < first) result.Add(old[at++]);
                at.Should().Be(first, "hunks follow one another");
                result.Count.Should().Be(newFirst, "the place in the new text is as it says");
                continue;
            }

            var (sign, text) = (lines[i][0], lines[i][1..]);
            if (sign == '\\') continue;
            if (i + 1 < lines.Count && lines[i + 1].StartsWith('\\')) text = text[..^1];
            if (sign != '+')
            {
                old[at++].Should().Be(text, "what is kept or removed was there");
                hunkOld--;
            }

            if (sign != '-')
            {
                result.Add(text);
                hunkNew--;
            }
        }

        (hunkOld, hunkNew).Should().Be((0, 0), "the last hunk is as long as it says");
        return string.Concat(result.Concat(old.Skip(at)));
    }

    /// <summary>How many lines a shortest difference changes: all but those of a longest common subsequence, found by the textbook's table.</summary>
    public static int LeastChanges(string before, string after)
    {
        var (left, right) = (Lines(before), Lines(after));
        var common = new int[left.Count + 1, right.Count + 1];
        for (var i = 1; i <= left.Count; i++)
        {
            for (var j = 1; j <= right.Count; j++)
                common[i, j] = left[i - 1] == right[j - 1] ? common[i - 1, j - 1] + 1 : Math.Max(common[i - 1, j], common[i, j - 1]);
        }

        return left.Count + right.Count - 2 * common[left.Count, right.Count];
    }

    private static (int First, int Count) Range(Match header, string side)
    {
        var first = int.Parse(header.Groups[side].Value, CultureInfo.InvariantCulture);
        var count = header.Groups[side + "Count"] is { Success: true } given ? int.Parse(given.Value, CultureInfo.InvariantCulture) : 1;
        return (count == 0 ? first : first - 1, count);
    }

    private static List<string> Lines(string text) => [.. LineWithEnd().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"^@@ -(?<old>\d+)(,(?<oldCount>\d+))? \+(?<new>\d+)(,(?<newCount>\d+))? @@\n\z")]
    private static partial Regex Header();

    [GeneratedRegex(@"[^\n]*\n|[^\n]+")]
    private static partial Regex LineWithEnd();
}
