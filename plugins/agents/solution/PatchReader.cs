using System.Globalization;
using System.Text.RegularExpressions;

namespace Tessera.Agents.Solution;

/// <summary>Reads unified differences as <c>diff -u</c> and git write them.</summary>
/// <remarks>
/// What no rewriting of lines can do is refused: deleted, renamed, copied and binary files, and changed modes. So is what does not
/// add up, such as a place with more lines than its head says. Line endings are not told apart: files keep their own.
/// </remarks>
internal sealed partial class PatchReader
{
    private static readonly string[] _refused = ["rename ", "copy ", "old mode ", "deleted file mode ", "GIT binary ", "Binary files "];

    private readonly string[] _lines;
    private readonly List<PatchHunk> _hunks = [];
    private int _at;
    private string? _file;
    private bool _isNew;
    private int _shift;
    private int _end;
    private bool _awaitsHunk;

    private PatchReader(string patch)
    {
        // Only these end lines: a form feed may stand within one.
        _lines = [.. (patch.EndsWith('\n') ? patch[..^1] : patch).Split('\n').Select(line => line.EndsWith('\r') ? line[..^1] : line)];
    }

    /// <summary>Reads all places of a difference, in their order.</summary>
    /// <exception cref="FormatException">It is no unified difference, or one that cannot be applied; the message says where.</exception>
    public static IReadOnlyList<PatchHunk> Read(string patch)
    {
        var reader = new PatchReader(patch);
        reader.ReadAll();
        return reader._hunks.Count > 0 ? reader._hunks : throw new FormatException("it is no unified difference.");
    }

    private void ReadAll()
    {
        var inGitHead = false;
        while (_at < _lines.Length)
        {
            var line = _lines[_at];
            if (line.StartsWith("--- ", StringComparison.Ordinal) && _at + 1 < _lines.Length && _lines[_at + 1].StartsWith("+++ ", StringComparison.Ordinal))
            {
                if (!inGitHead) RequireHunk();
                ReadNames();
                inGitHead = false;
            }
            else if (line.StartsWith("@@ ", StringComparison.Ordinal))
            {
                ReadHunk();
            }
            else
            {
                if (line.StartsWith("diff --git ", StringComparison.Ordinal)) (inGitHead, _) = (true, RequireHunk());
                else if (inGitHead && _refused.Any(word => line.StartsWith(word, StringComparison.Ordinal))) throw Fault("such a change cannot be made by rewriting lines.");
                else if (inGitHead && line.StartsWith("new file mode ", StringComparison.Ordinal)) _awaitsHunk = true;
                else if (_file is not null && !inGitHead && IsSurplus(line)) throw Fault("there are more lines than the place's head says.");
                _at++;
            }
        }

        RequireHunk();
    }

    // A place ends where its head says. What follows is another place, another file, or the words of a mail.
    private static bool IsSurplus(string line) => line.Length > 0 && line[0] is '+' or '-' or ' ' && line != "-- " && line != "---";

    private bool RequireHunk()
    {
        if (_awaitsHunk) throw Fault("the file before this line has no lines; an empty file cannot be made.");
        _file = null;
        return false;
    }

    private void ReadNames()
    {
        try
        {
            _isNew = PatchName.Read(_lines[_at][4..]) is null;
            _file = PatchName.Read(_lines[++_at][4..]) ?? throw new FormatException("a file that is deleted cannot be applied.");
        }
        catch (FormatException unfit)
        {
            throw Fault(unfit.Message);
        }

        (_shift, _end, _awaitsHunk) = (0, 0, true);
        _at++;
    }

    private void ReadHunk()
    {
        if (_file is null) throw Fault("the place belongs to no file.");
        if (HunkHead().Match(_lines[_at]) is not { Success: true } head) throw Fault("this is no head of a place.");
        var (oldLines, newLines) = ReadLines(Number(head.Groups["old"], 1), Number(head.Groups["new"], 1));
        var start = Number(head.Groups["start"], 0);
        // With no old lines, the head names the line before.
        var first = oldLines.Count == 0 ? start + 1 : start;
        if (_isNew && first + oldLines.Count != 1) throw Fault("a new file has one place, and no old lines.");
        if (first <= _end) throw Fault("the places of a file stand in their order and do not overlap.");
        if (oldLines.Count == 0 && start != 0) throw Fault("lines are inserted without lines of context around them.");
        _hunks.Add(new PatchHunk(_file, start == 0 ? 0 : start + _shift, oldLines, newLines, _isNew));
        _shift += newLines.Count - oldLines.Count;
        _end = Math.Max(first + oldLines.Count - 1, 1);
        _awaitsHunk = false;
    }

    private (List<string> Old, List<string> New) ReadLines(int oldLeft, int newLeft)
    {
        var (oldLines, newLines) = (new List<string>(), new List<string>());
        for (_at++; oldLeft > 0 || newLeft > 0;)
        {
            if (_at == _lines.Length) throw new FormatException("the difference ends too soon.");
            var line = _lines[_at];
            // Editors strip the space of an empty unchanged line.
            var (sign, text) = line.Length == 0 ? (' ', "") : (line[0], line[1..]);
            if (sign is not (' ' or '-' or '+')) throw Fault("it begins with none of ' ', '-' and '+'.");
            if ((sign != '+' && oldLeft-- == 0) | (sign != '-' && newLeft-- == 0)) throw Fault("there are other lines than the place's head says.");
            _at++;
            var ended = _at == _lines.Length || !_lines[_at].StartsWith('\\') ? text + "\n" : text;
            if (ended.Length == text.Length) _at++;
            if (sign != '+') oldLines.Add(ended);
            if (sign != '-') newLines.Add(ended);
        }

        return (oldLines, newLines);
    }

    private FormatException Fault(string message) =>
        new(string.Create(CultureInfo.InvariantCulture, $"line {Math.Min(_at, _lines.Length - 1) + 1}: '{_lines[Math.Min(_at, _lines.Length - 1)]}': {message}"));

    private static int Number(Group number, int otherwise) => number.Success ? int.Parse(number.Value, CultureInfo.InvariantCulture) : otherwise;

    [GeneratedRegex(@"^@@ -(?<start>[0-9]{1,9})(?:,(?<old>[0-9]{1,9}))? \+[0-9]{1,9}(?:,(?<new>[0-9]{1,9}))? @@", RegexOptions.CultureInvariant)]
    private static partial Regex HunkHead();
}
