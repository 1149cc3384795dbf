using System.Globalization;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Workspaces;

/// <summary>States of a folder, each a copy of it in a temporary folder of its own.</summary>
/// <param name="root">The folder.</param>
internal sealed class Snapshots(string root) : IDisposable
{
    private readonly List<string> _names = [];
    private string? _store;

    public string Take(CancellationToken cancellationToken)
    {
        _store ??= Directory.CreateTempSubdirectory("tessera-snapshots-").FullName;
        var name = (_names.Count + 1).ToString(CultureInfo.InvariantCulture);
        FolderTree.Copy(root, Path.Join(_store, name), cancellationToken);
        _names.Add(name);
        return name;
    }

    public IReadOnlyList<string> Restore(string name, CancellationToken cancellationToken)
    {
        if (!_names.Contains(name))
            throw new WorkspaceException(WorkspaceFault.NotFound, name, $"There is no snapshot `{PathResolver.Shown(name)}` of this workspace. Take one before restoring it.");
        return FolderTree.Mirror(Path.Join(_store!, name), root, cancellationToken);
    }

    public void Dispose()
    {
        if (_store is not null && Directory.Exists(_store)) Directory.Delete(_store, recursive: true);
        _store = null;
        _names.Clear();
    }
}
