using System.Globalization;
using System.Text;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Workspaces;

/// <summary>Writes changes in the form that <c>git apply</c> reads. Source: git-diff(1), "Generating patch text with -p".</summary>
internal sealed class GitPatch
{
    // What programs and version control write by themselves is nobody's change.
    private static readonly PathPatterns _ignored = new([".git", "__pycache__/", "*.pyc", ".pytest_cache/"]);

    private readonly StringBuilder _text = new();
    private readonly List<string> _binary = [];

    /// <summary>Adds what became of one path; a side is null where there was no file or link.</summary>
    public void Add(string path, PatchSide? before, PatchSide? after)
    {
        if (_ignored.Covers(path, isFolder: false) || (before is null && after is null)) return;
        if ((before is not null && before.Text is null) || (after is not null && after.Text is null)) _binary.Add(path);
        // To git, a file that becomes a link is one that goes and another that comes.
        else if (before is not null && after is not null && before.IsLink != after.IsLink)
        {
            Write(path, before, null);
            Write(path, null, after);
        }
        else Write(path, before, after);
    }

    public WorkspacePatch ToPatch() => new(_text.ToString(), _binary);

    private void Write(string path, PatchSide? before, PatchSide? after)
    {
        var (old, present) = (Quoted("a/" + path), Quoted("b/" + path));
        var difference = UnifiedDifference.Between(
            before?.Text ?? "", after?.Text ?? "", before is null ? "/dev/null" : Ended(old), after is null ? "/dev/null" : Ended(present));
        if (difference.Length == 0 && before?.Mode == after?.Mode) return;
        _text.Append(CultureInfo.InvariantCulture, $"diff --git {old} {present}\n");
        if (before is null) _text.Append(CultureInfo.InvariantCulture, $"new file mode {after!.Mode}\n");
        else if (after is null) _text.Append(CultureInfo.InvariantCulture, $"deleted file mode {before.Mode}\n");
        else if (before.Mode != after.Mode) _text.Append(CultureInfo.InvariantCulture, $"old mode {before.Mode}\nnew mode {after.Mode}\n");
        _text.Append(difference);
    }

    // A name with a blank ends with a tab, so that a time after it could be told from it.
    private static string Ended(string name) => name.Contains(' ') && name[0] != '"' ? name + "\t" : name;

    private static string Quoted(string name)
    {
        if (!name.Any(letter => char.IsControl(letter) || letter is '"' or '\\') && !LinuxNames.IsOdd(name)) return name;
        var quoted = new StringBuilder("\"");
        foreach (var letter in LinuxNames.Encode(name)[..^1])
        {
            if (letter is (byte)'"' or (byte)'\\') quoted.Append('\\').Append((char)letter);
            else if (letter is < 32 or > 126) quoted.Append('\\').Append(Convert.ToString(letter, 8).PadLeft(3, '0'));
            else quoted.Append((char)letter);
        }

        return quoted.Append('"').ToString();
    }
}
