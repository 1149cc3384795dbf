using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;
using Tessera.Tools.Pdb.Protocol;

namespace Tessera.Tools.Pdb.Breakpoints;

/// <summary>The breakpoints, which outlive the programs that they are set in.</summary>
internal sealed class BreakpointList
{
    private List<DriverBreakpoint> _items = [];

    public IReadOnlyList<DriverBreakpoint> Items => _items;

    /// <summary>The files that hold breakpoints, by their real paths.</summary>
    public IReadOnlyCollection<string> Files => [.. _items.Select(item => item.File).Distinct(StringComparer.Ordinal)];

    public void Replace(IEnumerable<DriverBreakpoint> breakpoints) => _items = [.. breakpoints];

    public void Clear() => _items = [];

    /// <summary>Moves the breakpoints of a file with its lines.</summary>
    /// <param name="file">The file's real, absolute path.</param>
    /// <param name="edits">What was replaced, in terms of the old lines.</param>
    /// <returns>The breakpoints whose lines are gone.</returns>
    public IReadOnlyList<DriverBreakpoint> Follow(string file, IReadOnlyList<LineEdit> edits)
    {
        var gone = new List<DriverBreakpoint>();
        var kept = new List<DriverBreakpoint>();
        foreach (var breakpoint in _items)
        {
            var line = breakpoint.File == file ? BreakpointShift.Follow(breakpoint.Line, edits) : breakpoint.Line;
            if (line is { } place) kept.Add(breakpoint.File == file ? breakpoint with { Line = place, Names = null } : breakpoint);
            else gone.Add(breakpoint);
        }

        _items = kept;
        return gone;
    }

    /// <summary>The breakpoints of files in a workspace, as other tools know them, sorted by file and line.</summary>
    public IReadOnlyList<Breakpoint> In(IWorkspace workspace) =>
        [.. _items
            .Select(item => (Item: item, Path: FilePlace.Find(workspace, item.File)))
            .Where(place => place.Path is not null)
            .Select(place => new Breakpoint(place.Path!.Relative, place.Item.Line, place.Item.Condition, place.Item.Enabled, place.Item.Temporary))
            .OrderBy(breakpoint => breakpoint.File, StringComparer.Ordinal)
            .ThenBy(breakpoint => breakpoint.Line)];

    /// <summary>The list as text for an agent.</summary>
    public string Describe(IWorkspace workspace) => _items.Count == 0
        ? "No breakpoints are set."
        : "Breakpoints:\n" + string.Join('\n', _items
            .OrderBy(item => FilePlace.Show(workspace, item.File), StringComparer.Ordinal).ThenBy(item => item.Line)
            .Select(item => Describe(workspace, item)));

    private static string Describe(IWorkspace workspace, DriverBreakpoint item)
    {
        var text = FormattableString.Invariant($"line {item.Line} in {FilePlace.Show(workspace, item.File)} (number {item.Number}");
        if (item.Condition is not null) text += $", if {item.Condition}";
        if (item.Temporary) text += ", temporary";
        if (!item.Enabled) text += ", disabled";
        if (item.Ignore > 0) text += FormattableString.Invariant($", passed by {item.Ignore} more times");
        if (item.Hits > 0) text += FormattableString.Invariant($", reached {item.Hits} time{(item.Hits == 1 ? "" : "s")}");
        if (item.Commands.Count > 0) text += $", performs {string.Join("; ", item.Commands)}";
        return text + ")";
    }
}
