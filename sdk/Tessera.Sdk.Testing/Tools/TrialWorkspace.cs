using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>A folder as a workspace, all of it read-only where asked.</summary>
internal sealed class TrialWorkspace(string root, bool readOnly) : IWorkspace
{
    private readonly string _root = RealPath.Of(root);

    public string Root => _root;

    public WorkspacePath Resolve(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length is 0 or > 4096 || path.Contains('\0')) throw new WorkspaceException(WorkspaceFault.Malformed, path, $"'{path}' is not a path.");
        var absolute = RealPath.Of(Path.GetFullPath(path, _root));
        var relative = Path.GetRelativePath(_root, absolute).Replace('\\', '/');
        return relative is ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? throw new WorkspaceException(WorkspaceFault.Outside, path, $"'{path}' leads outside the workspace.")
            : new WorkspacePath(relative == "." ? "" : relative, absolute);
    }

    public WorkspaceAccess AccessTo(WorkspacePath path) => readOnly ? WorkspaceAccess.ReadOnly : WorkspaceAccess.ReadWrite;

    public WorkspaceEntry? Find(WorkspacePath path) =>
        Directory.Exists(path.Absolute) ? new WorkspaceEntry(path, true, 0, AccessTo(path))
        : File.Exists(path.Absolute) ? new WorkspaceEntry(path, false, new FileInfo(path.Absolute).Length, AccessTo(path))
        : null;

    public IReadOnlyList<WorkspaceEntry> List(WorkspacePath folder) => Directory.Exists(folder.Absolute)
        ? [.. Directory.EnumerateFileSystemEntries(folder.Absolute).Order(StringComparer.Ordinal).Select(FindInside).OfType<WorkspaceEntry>()]
        : throw NotFound(folder);

    public async ValueTask<byte[]> ReadAsync(WorkspacePath path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path.Absolute)) throw new WorkspaceException(WorkspaceFault.WrongKind, path.Relative, $"'{path}' is a folder.");
        return File.Exists(path.Absolute) ? await File.ReadAllBytesAsync(path.Absolute, cancellationToken).ConfigureAwait(false) : throw NotFound(path);
    }

    public async ValueTask WriteAsync(WorkspacePath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        RefuseReadOnly(path);
        if (Directory.Exists(path.Absolute)) throw new WorkspaceException(WorkspaceFault.WrongKind, path.Relative, $"'{path}' is a folder.");
        Directory.CreateDirectory(Path.GetDirectoryName(path.Absolute)!);
        await File.WriteAllBytesAsync(path.Absolute, content, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DeleteAsync(WorkspacePath path, CancellationToken cancellationToken)
    {
        RefuseReadOnly(path);
        if (!File.Exists(path.Absolute)) throw NotFound(path);
        File.Delete(path.Absolute);
        return ValueTask.CompletedTask;
    }

    public ValueTask<string> SnapshotAsync(CancellationToken cancellationToken) => throw new NotSupportedException("Tools take no snapshots; environments do.");

    public ValueTask<IReadOnlyList<WorkspacePath>> RestoreAsync(string snapshot, CancellationToken cancellationToken) => throw new NotSupportedException("Tools restore no snapshots; environments do.");

    public ValueTask<WorkspacePatch> PatchAsync(string snapshot, CancellationToken cancellationToken) => throw new NotSupportedException("Tools compare no snapshots; environments do.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Links that lead out, or nowhere, are as if they were not there.
    private WorkspaceEntry? FindInside(string path)
    {
        try
        {
            return Find(Resolve(path));
        }
        catch (WorkspaceException)
        {
            return null;
        }
    }

    private void RefuseReadOnly(WorkspacePath path)
    {
        if (readOnly) throw new WorkspaceException(WorkspaceFault.ReadOnly, path.Relative, $"'{path}' is read-only.");
    }

    private static WorkspaceException NotFound(WorkspacePath path) => new(WorkspaceFault.NotFound, path.Relative, $"'{path}' does not exist.");
}
