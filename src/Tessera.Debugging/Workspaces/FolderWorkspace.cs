using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Workspaces;

/// <summary>A folder of this machine as a workspace.</summary>
/// <remarks>
/// A path is resolved to where its links lead, so one file has one name; a listing shows a link under its own name,
/// and leaves out one that leads outside. Named pipes, sockets and devices are as if they did not exist.
/// Each operation resolves its path anew, because a program may have put a link in its place meanwhile.
/// </remarks>
public sealed class FolderWorkspace : IWorkspace
{
    private readonly PathResolver _resolver;
    private readonly PathPatterns _hidden;
    private readonly PathPatterns _readOnly;
    private readonly Snapshots _snapshots;

    /// <summary>Opens a folder.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="options">What is kept from agents; null for nothing.</param>
    /// <exception cref="TesseraException">TESS4101: the folder does not exist.</exception>
    public FolderWorkspace(string root, FolderWorkspaceOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        Root = PathResolver.RealPath(root);
        if (!Directory.Exists(Root)) throw NoFolder(root);
        options ??= new FolderWorkspaceOptions();
        var ignoreCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();
        _resolver = new PathResolver(Root);
        _hidden = new PathPatterns(options.Hidden, ignoreCase);
        _readOnly = new PathPatterns(options.ReadOnly, ignoreCase);
        _snapshots = new Snapshots(Root);
    }

    /// <inheritdoc/>
    public string Root { get; }

    /// <summary>Copies a folder, with modes and links as they are, and opens the copy; the original is never touched.</summary>
    /// <param name="source">The folder to copy.</param>
    /// <param name="target">Where the copy stands: a folder that does not exist or is empty. It is kept when the workspace is disposed of.</param>
    /// <param name="options">What is kept from agents; null for nothing.</param>
    /// <param name="cancellationToken">Ends the copying early.</param>
    /// <returns>The copy as a workspace.</returns>
    /// <exception cref="TesseraException">TESS4101: the source does not exist. TESS4102: the target is not empty, or cannot be written.</exception>
    public static FolderWorkspace CopyOf(string source, string target, FolderWorkspaceOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(target);
        if (!Directory.Exists(source)) throw NoFolder(source);
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()) throw NoTarget(target, "it is not empty");
        try
        {
            FolderTree.Copy(PathResolver.RealPath(source), PathResolver.RealPath(target), cancellationToken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw NoTarget(target, refused.Message);
        }

        return new FolderWorkspace(target, options);
    }

    /// <inheritdoc/>
    public WorkspacePath Resolve(string path) => _resolver.Resolve(path);

    /// <inheritdoc/>
    public WorkspaceAccess AccessTo(WorkspacePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Relative.Length == 0) return WorkspaceAccess.ReadWrite;
        var isFolder = Directory.Exists(path.Absolute);
        return _hidden.Covers(path.Relative, isFolder) ? WorkspaceAccess.Hidden
            : _readOnly.Covers(path.Relative, isFolder) ? WorkspaceAccess.ReadOnly
            : WorkspaceAccess.ReadWrite;
    }

    /// <inheritdoc/>
    public WorkspaceEntry? Find(WorkspacePath path)
    {
        var place = Confine(path);
        return EntryAt(place, place);
    }

    /// <inheritdoc/>
    public IReadOnlyList<WorkspaceEntry> List(WorkspacePath folder)
    {
        var place = Confine(folder);
        if (Find(place) is not { } found) throw NotFound(place);
        if (!found.IsFolder) throw new WorkspaceException(WorkspaceFault.WrongKind, place.ToString(), $"`{place}` is a file, not a folder.");
        return FileSystem.Do(place, () => Directory.EnumerateFileSystemEntries(place.Absolute)
            .Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal)
            .Select(name => EntryNamed(place, name))
            .OfType<WorkspaceEntry>()
            .ToList());
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]> ReadAsync(WorkspacePath path, CancellationToken cancellationToken)
    {
        var place = Confine(path);
        CheckIsFile(place);
        return await FileSystem.DoAsync(place, () => File.ReadAllBytesAsync(place.Absolute, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(WorkspacePath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var place = Confine(path);
        CheckMayChange(place);
        if (FileKinds.Of(place.Absolute) is FileKind.Folder or FileKind.Special)
            throw new WorkspaceException(WorkspaceFault.WrongKind, place.ToString(), $"`{place}` is not a file and cannot be written as one.");
        await FileSystem.DoAsync(place, () => WholeFile.WriteAsync(place.Absolute, content, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(WorkspacePath path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var place = Confine(path);
        CheckIsFile(place);
        CheckMayChange(place);
        FileSystem.Do(place, () => File.Delete(place.Absolute));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<string> SnapshotAsync(CancellationToken cancellationToken) =>
        await FileSystem.DoAsync(Resolve("."), () => Task.Run(() => _snapshots.Take(cancellationToken), cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WorkspacePath>> RestoreAsync(string snapshot, CancellationToken cancellationToken)
    {
        var differing = await FileSystem.DoAsync(Resolve("."), () => Task.Run(() => _snapshots.Restore(snapshot, cancellationToken), cancellationToken)).ConfigureAwait(false);
        return [.. differing.Select(relative => new WorkspacePath(relative, Path.GetFullPath(relative, Root)))];
    }

    /// <summary>Removes the snapshots. The folder stays.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        _snapshots.Dispose();
        return ValueTask.CompletedTask;
    }

    private WorkspacePath Confine(WorkspacePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Resolve(path.ToString());
    }

    private WorkspaceEntry? EntryNamed(WorkspacePath folder, string name)
    {
        var relative = folder.Relative.Length == 0 ? name : $"{folder.Relative}/{name}";
        try
        {
            // Rooted, because a name may begin with what means something else in a path that is typed.
            var place = Resolve(Path.Join(folder.Absolute, name));
            return EntryAt(place, new WorkspacePath(relative, place.Absolute));
        }
        catch (WorkspaceException)
        {
            return null;
        }
    }

    private WorkspaceEntry? EntryAt(WorkspacePath place, WorkspacePath shown)
    {
        var kind = FileKinds.Of(place.Absolute);
        if (kind is not (FileKind.File or FileKind.Folder)) return null;
        var access = Stricter(AccessTo(place), AccessTo(shown));
        if (access == WorkspaceAccess.Hidden) return null;
        return new WorkspaceEntry(shown, kind == FileKind.Folder, kind == FileKind.File ? new FileInfo(place.Absolute).Length : 0, access);
    }

    private void CheckIsFile(WorkspacePath path)
    {
        if (Find(path) is not { } entry) throw NotFound(path);
        if (entry.IsFolder) throw new WorkspaceException(WorkspaceFault.WrongKind, path.ToString(), $"`{path}` is a folder, not a file.");
    }

    private void CheckMayChange(WorkspacePath path)
    {
        var access = AccessTo(path);
        if (access == WorkspaceAccess.Hidden) throw NotFound(path);
        if (access == WorkspaceAccess.ReadOnly)
            throw new WorkspaceException(WorkspaceFault.ReadOnly, path.ToString(), $"`{path}` is read-only. Change another file instead.");
    }

    private static WorkspaceAccess Stricter(WorkspaceAccess left, WorkspaceAccess right) => (WorkspaceAccess)Math.Max((int)left, (int)right);

    private static WorkspaceException NotFound(WorkspacePath path) =>
        new(WorkspaceFault.NotFound, path.ToString(), $"`{PathResolver.Shown(path.ToString())}` does not exist in the workspace.");

    private static TesseraException NoFolder(string folder) => new(Diagnostic.Error(
        "TESS4101", $"The project folder '{folder}' does not exist.", remedy: "Give the path of an existing folder."));

    private static TesseraException NoTarget(string folder, string reason) => new(Diagnostic.Error(
        "TESS4102", $"The project cannot be copied to '{folder}': {reason}.", remedy: "Give a folder that is empty and may be written, on a disk with room."));
}
