using System.Globalization;
using System.Text.RegularExpressions;

namespace Tessera.Agents.Solution;

/// <summary>Reads unified differences as <c>diff -u</c> and git write them.</summary>
internal static partial class PatchReader
{
    /// <summary>Reads all places of a difference, in their order.</summary>
    /// <exception cref="FormatException">It is no unified difference, or deletes or renames files; the message says where.</exception>
    public static IReadOnlyList<PatchHunk> Read(string patch)
    {
        var lines = patch.ReplaceLineEndings("\n").Split('\n');
        var hunks = new List<PatchHunk>();
        var (file, isNew) = ("", false);
        for (var i = 0; i < lines.Length;)
        {
            if (lines[i].StartsWith("rename ", StringComparison.Ordinal) || lines[i].StartsWith("GIT binary", StringComparison.Ordinal))
                throw new FormatException($"line {i + 1}: '{lines[i]}': renamed and binary files cannot be applied.");
            if (lines[i].StartsWith("--- ", StringComparison.Ordinal) && i + 1 < lines.Length && lines[i + 1].StartsWith("+++ ", StringComparison.Ordinal))
            {
                isNew = Name(lines[i][4..]) is null;
                file = Name(lines[i + 1][4..]) ?? throw new FormatException($"line {i + 2}: a file that is deleted cannot be applied.");
                i += 2;
            }
            else if (file.Length > 0 && HunkHead().Match(lines[i]) is { Success: true } head) hunks.Add(ReadHunk(lines, ref i, head, file, isNew));
            else i++;
        }

        return hunks.Count > 0 ? hunks : throw new FormatException("it is no unified difference.");
    }

    private static PatchHunk ReadHunk(string[] lines, ref int i, Match head, string file, bool isNew)
    {
        var (oldLeft, newLeft) = (Count(head.Groups["old"]), Count(head.Groups["new"]));
        var (oldLines, newLines) = (new List<string>(), new List<string>());
        i++;
        while (oldLeft > 0 || newLeft > 0)
        {
            if (i >= lines.Length) throw new FormatException($"line {i}: the difference ends too soon.");
            var line = lines[i++];
            // Editors strip the space of an empty unchanged line.
            var (sign, text) = line.Length == 0 ? (' ', "") : (line[0], line[1..]);
            if (sign is not (' ' or '-' or '+')) throw new FormatException($"line {i}: '{line}' begins with none of ' ', '-' and '+'.");
            var hasEnd = i >= lines.Length || !lines[i].StartsWith('\\');
            if (!hasEnd) i++;
            if (sign != '+') (oldLeft, _) = (oldLeft - 1, Add(oldLines, text, hasEnd));
            if (sign != '-') (newLeft, _) = (newLeft - 1, Add(newLines, text, hasEnd));
        }

        return new PatchHunk(file, int.Parse(head.Groups["start"].Value, CultureInfo.InvariantCulture), oldLines, newLines, isNew);
    }

    private static bool Add(List<string> lines, string text, bool hasEnd)
    {
        lines.Add(hasEnd ? text + "\n" : text);
        return true;
    }

    private static int Count(Group count) => count.Success ? int.Parse(count.Value, CultureInfo.InvariantCulture) : 1;

    private static string? Name(string name)
    {
        name = name.Split('\t')[0].Trim();
        if (name == "/dev/null") return null;
        return name.StartsWith("a/", StringComparison.Ordinal) || name.StartsWith("b/", StringComparison.Ordinal) ? name[2..] : name;
    }

    [GeneratedRegex(@"^@@ -(?<start>\d{1,9})(?:,(?<old>\d{1,9}))? \+\d{1,9}(?:,(?<new>\d{1,9}))? @@", RegexOptions.CultureInvariant)]
    private static partial Regex HunkHead();
}
