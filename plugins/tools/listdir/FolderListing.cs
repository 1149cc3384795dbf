using System.Text;
using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.ListDir;

/// <summary>A folder's entries as lines, as many as are shown.</summary>
/// <param name="workspace">The files.</param>
/// <param name="limit">How many entries are shown.</param>
internal sealed class FolderListing(IWorkspace workspace, int limit)
{
    // Counting goes on for a while beyond what is shown, not through a million files.
    private const int CountedBeyond = 100_000;

    private readonly StringBuilder _lines = new();
    private readonly JsonArray _entries = [];
    private int _count;

    /// <summary>Adds what is in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="depth">How many levels.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public void Add(WorkspacePath folder, int depth, CancellationToken cancellationToken) => Add(folder, 0, depth, cancellationToken);

    /// <summary>What an agent sees.</summary>
    public Observation Write(WorkspacePath folder)
    {
        var more = _count - _entries.Count;
        var header = _count == 0 ? $"`{Shown(folder.ToString())}` is empty." : FormattableString.Invariant($"`{Shown(folder.ToString())}` has {Counted()}:");
        var end = more > 0 ? FormattableString.Invariant($"... ({more}{(IsCut ? " or more" : "")} entries are not shown; list a folder of them, or less depth)\n") : "";
        return Observation.Success($"{header}\n{_lines}{end}", new JsonObject { ["path"] = folder.Relative, ["entries"] = _entries, ["count"] = _count });
    }

    private bool IsCut => _count >= limit + CountedBeyond;

    private void Add(WorkspacePath folder, int level, int depth, CancellationToken cancellationToken)
    {
        foreach (var entry in workspace.List(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsCut) return;
            var name = entry.Path.Relative[(entry.Path.Relative.LastIndexOf('/') + 1)..];
            var isLink = entry.Path.Absolute != Path.Join(folder.Absolute, name);
            if (_count++ < limit) AddLine(entry, name, isLink, level);
            // A link's target is met under its own name; following links might never end.
            if (entry.IsFolder && !isLink && level + 1 < depth) AddFolder(entry.Path, level + 1, depth, cancellationToken);
        }
    }

    private void AddFolder(WorkspacePath folder, int level, int depth, CancellationToken cancellationToken)
    {
        var length = _lines.Length;
        try
        {
            Add(folder, level, depth, cancellationToken);
        }
        catch (WorkspaceException refused)
        {
            // One folder that may not be read does not hide the others.
            if (_lines.Length == length) _lines.Append(' ', level * 2).Append('(').Append(Shown(refused.Message)).Append(")\n");
        }
    }

    private void AddLine(WorkspaceEntry entry, string name, bool isLink, int level)
    {
        var isReadOnly = entry.Access == WorkspaceAccess.ReadOnly;
        var target = isLink ? Path.GetRelativePath(workspace.Root, entry.Path.Absolute).Replace('\\', '/') : null;
        _lines.Append(' ', level * 2).Append(Shown(name)).Append(entry.IsFolder ? "/" : "");
        if (target is not null) _lines.Append(" -> ").Append(Shown(target));
        _lines.Append(isReadOnly ? " (read-only)\n" : "\n");
        var data = new JsonObject { ["path"] = entry.Path.ToString(), ["folder"] = entry.IsFolder };
        if (target is not null) data["link"] = target;
        if (isReadOnly) data["readOnly"] = true;
        _entries.Add((JsonNode)data);
    }

    private string Counted() => FormattableString.Invariant($"{_count}{(IsCut ? " or more" : "")} {(_count == 1 ? "entry" : "entries")}");

    // A name may hold what would look like another line, or like nothing.
    private static string Shown(string name) =>
        name.EnumerateRunes().Any(IsOdd) || name.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? string.Concat(name.EnumerateRunes().Select(letter => IsOdd(letter) ? "\uFFFD" : letter.ToString())) : name;

    private static bool IsOdd(Rune letter) => Rune.IsControl(letter);
}
