using System.Globalization;
using System.Text;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Workspaces;

/// <summary>States of a folder. A file's bytes are kept once for as long as its stamp says that nobody wrote to it.</summary>
/// <remarks>Kept bytes are copies, never hard links: a program may write to a file in place.</remarks>
/// <param name="root">The folder.</param>
/// <param name="files">The files in it.</param>
/// <param name="store">Where bytes are kept; null for a temporary folder.</param>
internal sealed class Snapshots(string root, IFolderFiles files, string? store = null) : IDisposable
{
    // Linux takes 4,096 bytes, the name in the folder and the end included.
    private const int LongestPath = 3800;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<string, KeptEntry>> _states = new(StringComparer.Ordinal);
    private KeptFiles? _kept;

    /// <summary>Keeps the present state. One that fails leaves nothing behind, and the next does not mind it.</summary>
    public string Take(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _kept ??= new KeptFiles(root, files, store);
            var state = new Dictionary<string, KeptEntry>(StringComparer.Ordinal);
            foreach (var (relative, status) in Entries(cancellationToken))
            {
                if (_kept.Keep(relative, status) is { } entry) state.Add(relative, entry);
            }

            var name = (_states.Count + 1).ToString(CultureInfo.InvariantCulture);
            _states.Add(name, state);
            return name;
        }
    }

    /// <summary>Brings a state back.</summary>
    /// <returns>The paths that differed, in ordinal order.</returns>
    public IReadOnlyList<string> Restore(string name, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var state = StateOf(name);
            var all = new SortedSet<string>(StringComparer.Ordinal);
            ChangingFiles.Do(root, () => RestoreOnce(state, all, cancellationToken));
            return [.. all];
        }
    }

    /// <summary>What changed since a state, as a patch.</summary>
    public WorkspacePatch Patch(string name, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var state = StateOf(name);
            return ChangingFiles.Do(root, () => PatchOnce(state, cancellationToken));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _kept?.Dispose();
            _kept = null;
            _states.Clear();
        }
    }

    private void RestoreOnce(Dictionary<string, KeptEntry> state, SortedSet<string> all, CancellationToken cancellationToken)
    {
        var present = Entries(cancellationToken).ToDictionary(entry => entry.Relative, entry => entry.Status, StringComparer.Ordinal);
        var differing = _kept!.Differing(state, present);
        // Noted before they are changed: what was half done is no longer different when it is tried again.
        all.UnionWith(differing);
        // What is too much goes first, the innermost before its folder; then what is missing comes, the outermost first.
        foreach (var path in differing.Reverse().Where(present.ContainsKey))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!state.TryGetValue(path, out var wanted) || wanted.Status.Kind != present[path].Kind) files.Remove(path);
        }

        foreach (var path in differing.Where(state.ContainsKey))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _kept.PutBack(path, state[path]);
        }

        // Last, because one that may not be written could not have been filled.
        foreach (var path in differing.Reverse()) if (state.TryGetValue(path, out var wanted) && wanted.Status.Kind == FileKind.Folder) files.SetMode(path, wanted.Status.Mode);
    }

    private WorkspacePatch PatchOnce(Dictionary<string, KeptEntry> state, CancellationToken cancellationToken)
    {
        var present = Entries(cancellationToken).ToDictionary(entry => entry.Relative, entry => entry.Status, StringComparer.Ordinal);
        var patch = new GitPatch();
        foreach (var path in _kept!.Differing(state, present))
        {
            cancellationToken.ThrowIfCancellationRequested();
            patch.Add(
                path,
                state.TryGetValue(path, out var old) ? _kept.SideOf(old) : null,
                present.TryGetValue(path, out var status) ? _kept.SideOf(path, status) : null);
        }

        return patch.ToPatch();
    }

    private Dictionary<string, KeptEntry> StateOf(string name) => _states.TryGetValue(name, out var state)
        ? state
        : throw new WorkspaceException(WorkspaceFault.NotFound, name, $"There is no snapshot `{PathResolver.Shown(name)}` of this workspace. Take one before naming it.");

    /// <summary>All that is in the folder, outer before inner, except what is kept itself.</summary>
    private List<(string Relative, FileStatus Status)> Entries(CancellationToken cancellationToken)
    {
        var entries = new List<(string, FileStatus)>();
        Walk("");
        return entries;

        void Walk(string folder)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (name, status) in files.List(folder))
            {
                var relative = folder.Length == 0 ? name : $"{folder}/{name}";
                // What a program removed meanwhile has no kind any more.
                if (status.Kind == FileKind.Nothing || _kept?.Holds(relative) == true) continue;
                entries.Add((relative, status));
                // What lies too deep for a path no tool of the workspace reaches either.
                if (status.Kind != FileKind.Folder || Encoding.UTF8.GetByteCount(relative) > LongestPath) continue;
                try
                {
                    Walk(relative);
                }
                catch (Exception gone) when (gone is LinkMetException or FileNotFoundException or DirectoryNotFoundException)
                {
                    // It was there when its folder was listed.
                }
            }
        }
    }
}
