using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;
using Tessera.Tools.Pdb.Protocol;

namespace Tessera.Tools.Pdb.Breakpoints;

/// <summary>The texts of the files with breakpoints as they were when the breakpoints' lines were right, so that a change that nobody told of can be followed.</summary>
/// <param name="breakpoints">The breakpoints.</param>
internal sealed class BreakpointFiles(BreakpointList breakpoints)
{
    private readonly Dictionary<string, string> _texts = [];

    /// <summary>Whether breakpoints have moved, or their lines have to be looked up again, since this was last set to false.</summary>
    public bool HaveMoved { get; set; }

    public void Clear() => _texts.Clear();

    /// <summary>Remembers the files of breakpoints that are new.</summary>
    public async Task RememberAsync(IWorkspace workspace, CancellationToken cancellationToken)
    {
        foreach (var file in breakpoints.Files)
        {
            if (!_texts.ContainsKey(file) && await ReadAsync(workspace, file, cancellationToken).ConfigureAwait(false) is { } text) _texts[file] = text;
        }
    }

    /// <summary>Follows an edit whose ranges are known.</summary>
    /// <returns>The breakpoints whose lines are gone.</returns>
    public async Task<IReadOnlyList<DriverBreakpoint>> FollowAsync(
        IWorkspace workspace, string file, IReadOnlyList<LineEdit> edits, CancellationToken cancellationToken)
    {
        if (!breakpoints.Files.Contains(file)) return [];
        HaveMoved = true;
        var gone = breakpoints.Follow(file, edits);
        _texts.Remove(file);
        await RememberAsync(workspace, cancellationToken).ConfigureAwait(false);
        return gone;
    }

    /// <summary>Compares the files with what is remembered of them, and follows what has changed.</summary>
    /// <returns>The breakpoints whose lines are gone.</returns>
    public async Task<IReadOnlyList<DriverBreakpoint>> FollowAsync(IWorkspace workspace, CancellationToken cancellationToken)
    {
        var gone = new List<DriverBreakpoint>();
        foreach (var file in breakpoints.Files)
        {
            if (!_texts.TryGetValue(file, out var before) || await ReadAsync(workspace, file, cancellationToken).ConfigureAwait(false) is not { } after || before == after) continue;
            HaveMoved = true;
            gone.AddRange(breakpoints.Follow(file, LineEdits.Between(before, after)));
            _texts[file] = after;
        }

        return gone;
    }

    private static async Task<string?> ReadAsync(IWorkspace workspace, string file, CancellationToken cancellationToken)
    {
        if (FilePlace.Find(workspace, file) is not { } path) return null;
        try
        {
            return TextContent.Decode(await workspace.ReadAsync(path, cancellationToken).ConfigureAwait(false)).Text;
        }
        catch (Exception refused) when (refused is WorkspaceException or IOException)
        {
            // Deleted, or hidden from agents; the driver says what becomes of the breakpoints.
            return null;
        }
    }
}
