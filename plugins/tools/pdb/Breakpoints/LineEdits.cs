using System.Globalization;
using System.Text.RegularExpressions;
using Tessera.Sdk.Tools;

namespace Tessera.Tools.Pdb.Breakpoints;

/// <summary>The ranges of lines in which two texts differ.</summary>
internal static partial class LineEdits
{
    public static IReadOnlyList<LineEdit> Between(string before, string after) =>
        [.. Hunk().Matches(UnifiedDifference.Between(before, after, "before", "after", context: 0)).Select(Read)];

    private static LineEdit Read(Match hunk)
    {
        var (first, oldCount, newCount) = (Number(hunk.Groups[1], 0), Number(hunk.Groups[2], 1), Number(hunk.Groups[3], 1));
        // An insertion names the line that it follows.
        return new LineEdit(oldCount == 0 ? first + 1 : first, oldCount, newCount);
    }

    private static int Number(Group group, int otherwise) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : otherwise;

    [GeneratedRegex(@"^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@$", RegexOptions.Multiline)]
    private static partial Regex Hunk();
}
