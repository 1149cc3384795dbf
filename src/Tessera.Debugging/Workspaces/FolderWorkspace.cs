using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Workspaces;

/// <summary>A folder of this machine as a workspace.</summary>
/// <remarks>
/// A path is resolved to where its links lead, so one file has one name; a listing shows a link under its own name,
/// and leaves out one that leads outside. Named pipes, sockets and devices are as if they did not exist.
/// Each operation resolves its path anew, because a program may have put a link in its place meanwhile; on Linux it reaches the
/// file from the held root without following any, so that a link put in its way at the last moment leads nowhere.
/// </remarks>
public sealed class FolderWorkspace : IWorkspace
{
    // So often may a link be put in a path's way while it is used, before the path is given up.
    private const int MostTries = 16;

    private readonly PathResolver _resolver;
    private readonly IFolderFiles _files;
    private readonly Protection _protection;
    private readonly Snapshots _snapshots;

    /// <summary>Opens a folder.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="options">What is kept from agents, besides what the project's own <c>.debugignore</c> and <c>.debugreadonly</c> say; null for nothing.</param>
    /// <exception cref="TesseraException">TESS4101: the folder does not exist. TESS4108: it, or what it says is kept from agents, cannot be read.</exception>
    public FolderWorkspace(string root, FolderWorkspaceOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        Root = PathResolver.RealPath(root);
        if (!Directory.Exists(Root)) throw NoFolder(root);
        _resolver = new PathResolver(Root);
        try
        {
            _files = HeldFolderFiles.IsSupported ? new HeldFolderFiles(Root) : new PlainFolderFiles(Root);
            _protection = new Protection(options ?? new FolderWorkspaceOptions(), _files, _resolver);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _files?.Dispose();
            throw new TesseraException(Diagnostic.Error("TESS4108", $"The project folder '{root}' cannot be opened: {refused.Message}", remedy: "Give a folder that may be read."), refused);
        }

        _snapshots = new Snapshots(Root, _files, options?.SnapshotFolder);
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

    /// <summary>Where the programs of agents run: what this workspace keeps from agents, a confining terminal keeps from them.</summary>
    /// <param name="environment">Variables that all programs see.</param>
    /// <param name="cancellationToken">Ends the search for protected files early.</param>
    /// <returns>The site, with the protected files as they stand now.</returns>
    /// <exception cref="WorkspaceException">The folder cannot be read.</exception>
    public TerminalSite SiteForAgents(IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken = default)
    {
        var places = new ProtectedPlaces(_files, _protection);
        FileSystem.Do(Resolve("."), () => places.Find(cancellationToken));
        return new TerminalSite { Folder = Root, Environment = environment, ReadOnly = places.ReadOnly, Hidden = places.Hidden };
    }

    /// <inheritdoc/>
    public WorkspacePath Resolve(string path) => _resolver.Resolve(path);

    /// <inheritdoc/>
    public WorkspaceAccess AccessTo(WorkspacePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return FileSystem.Do(path, () => Reach(path, (_, status, access) => access(status.Kind == FileKind.Folder)));
        }
        catch (WorkspaceException)
        {
            return _protection.Of(path.Relative, isFolder: false);
        }
    }

    /// <inheritdoc/>
    public WorkspaceEntry? Find(WorkspacePath path) => FileSystem.Do(path, () => Reach(path, (place, status, access) => Entry(place, place.Absolute, status, access)));

    /// <inheritdoc/>
    public IReadOnlyList<WorkspaceEntry> List(WorkspacePath folder) => FileSystem.Do(folder, () => Reach(folder, (place, status, access) =>
    {
        if (Entry(place, place.Absolute, status, access) is not { } found) throw NotFound(place);
        if (!found.IsFolder) throw new WorkspaceException(WorkspaceFault.WrongKind, place.ToString(), $"`{place}` is a file, not a folder.");
        var entries = new List<WorkspaceEntry>();
        foreach (var (name, inside) in _files.List(place.Relative).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var relative = place.Relative.Length == 0 ? name : $"{place.Relative}/{name}";
            var entry = inside.Kind == FileKind.Link
                ? EntryOfLink(relative)
                : Entry(new WorkspacePath(relative, Path.Join(place.Absolute, name)), Path.Join(place.Absolute, name), inside, isFolder => _protection.Of(relative, isFolder));
            if (entry is not null) entries.Add(entry);
        }

        return entries;
    }));

    /// <inheritdoc/>
    public async ValueTask<byte[]> ReadAsync(WorkspacePath path, CancellationToken cancellationToken)
    {
        var stream = await OpenReadAsync(path, cancellationToken).ConfigureAwait(false);
        await using var owner = stream.ConfigureAwait(false);
        return await FileSystem.DoAsync(path, () => stream.ReadAtMostAsync(Array.MaxLength, cancellationToken)).ConfigureAwait(false)
            ?? throw new WorkspaceException(WorkspaceFault.TooLarge, path.ToString(), $"`{path}` is too large to be read.");
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenReadAsync(WorkspacePath path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(FileSystem.Do(path, () => Reach(path, (place, access) =>
        {
            if (access(false) == WorkspaceAccess.Hidden) throw NotFound(place);
            if (_files.Open(place.Relative, out var status) is { } file) return file;
            CheckIsFile(place, status, access);
            throw NotFound(place);
        })));
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(WorkspacePath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        FileSystem.Do(path, () => Reach(path, (place, status, access) =>
        {
            CheckMayChange(place, access(status.Kind == FileKind.Folder));
            if (place.Relative.Length == 0 || status.Kind is FileKind.Folder or FileKind.Special)
                throw new WorkspaceException(WorkspaceFault.WrongKind, place.ToString(), $"`{place}` is not a file and cannot be written as one.");
            _files.Write(place.Relative, content.Span, cancellationToken);
            return true;
        }));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(WorkspacePath path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FileSystem.Do(path, () => Reach(path, (place, status, access) =>
        {
            CheckIsFile(place, status, access);
            CheckMayChange(place, access(false));
            _files.Delete(place.Relative);
            return true;
        }));
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

    /// <inheritdoc/>
    public async ValueTask<WorkspacePatch> PatchAsync(string snapshot, CancellationToken cancellationToken) =>
        await FileSystem.DoAsync(Resolve("."), () => Task.Run(() => _snapshots.Patch(snapshot, cancellationToken), cancellationToken)).ConfigureAwait(false);

    /// <summary>Removes the snapshots. The folder stays.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        _snapshots.Dispose();
        _files.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The files, each by its way from the root.</summary>
    internal IFolderFiles Files => _files;

    /// <summary>What may be done with what stands under a name, whether or not anything does.</summary>
    internal WorkspaceAccess AccessToName(string relative, bool isFolder) => _protection.Of(relative, isFolder);

    private T Reach<T>(WorkspacePath path, Func<WorkspacePath, FileStatus, Func<bool, WorkspaceAccess>, T> work) => Reach(path, (place, access) =>
    {
        var status = _files.StatusOf(place.Relative);
        return status.Kind == FileKind.Link ? throw new LinkMetException() : work(place, status, access);
    });

    /// <summary>Does something where a path leads, and again where it leads now when a link came in its way.</summary>
    private T Reach<T>(WorkspacePath path, Func<WorkspacePath, Func<bool, WorkspaceAccess>, T> work)
    {
        ArgumentNullException.ThrowIfNull(path);
        var given = path.Relative.Length == 0 ? "." : path.Relative;
        for (var i = 0; i < MostTries; i++)
        {
            var followed = new List<string>();
            // Most paths hold no link, which the system finds out faster than looking at each name does.
            var place = i == 0 && IsPlain(path.Relative) ? new WorkspacePath(path.Relative, Path.Join(Root, path.Relative)) : _resolver.Resolve(given, followed);
            try
            {
                return work(place, Access);
            }
            catch (LinkMetException)
            {
                // Resolved anew.
            }

            WorkspaceAccess Access(bool isFolder)
            {
                var access = _protection.Of(place.Relative, isFolder);
                if (i > 0 && IsPlain(path.Relative)) access = Protection.Stricter(access, _protection.Of(path.Relative, isFolder));
                return followed.Aggregate(access, (strictest, link) => Protection.Stricter(strictest, _protection.Of(link, isFolder: isFolder || link != path.Relative)));
            }
        }

        throw new WorkspaceException(WorkspaceFault.InputOutput, given, $"`{PathResolver.Shown(given)}` is being changed by another program. Try again when it has ended.");
    }

    private static bool IsPlain(string relative) =>
        relative.Length is > 0 and < 4096 && !Path.IsPathRooted(relative) && !relative.Contains('\0') && !OperatingSystem.IsWindows()
        && AreNames(relative);

    private static bool AreNames(ReadOnlySpan<char> relative)
    {
        foreach (var part in relative.Split('/'))
        {
            if (relative[part] is "" or "." or ".." or { Length: > 255 }) return false;
        }

        return true;
    }

    private WorkspaceEntry? EntryOfLink(string relative)
    {
        try
        {
            var shown = new WorkspacePath(relative, Path.Join(Root, relative));
            return Reach(shown, (place, status, access) => Entry(new WorkspacePath(relative, place.Absolute), place.Absolute, status, access));
        }
        catch (Exception refused) when (refused is WorkspaceException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static WorkspaceEntry? Entry(WorkspacePath shown, string absolute, FileStatus status, Func<bool, WorkspaceAccess> accessOf)
    {
        if (status.Kind is not (FileKind.File or FileKind.Folder)) return null;
        var access = accessOf(status.Kind == FileKind.Folder);
        return access == WorkspaceAccess.Hidden ? null : new WorkspaceEntry(shown with { Absolute = absolute }, status.Kind == FileKind.Folder, status.Length, access);
    }

    private static void CheckIsFile(WorkspacePath path, FileStatus status, Func<bool, WorkspaceAccess> access)
    {
        if (Entry(path, path.Absolute, status, access) is not { } entry) throw NotFound(path);
        if (entry.IsFolder) throw new WorkspaceException(WorkspaceFault.WrongKind, path.ToString(), $"`{path}` is a folder, not a file.");
    }

    private static void CheckMayChange(WorkspacePath path, WorkspaceAccess access)
    {
        if (access == WorkspaceAccess.Hidden) throw NotFound(path);
        if (access == WorkspaceAccess.ReadOnly)
            throw new WorkspaceException(WorkspaceFault.ReadOnly, path.ToString(), $"`{path}` is read-only. Change another file instead.");
    }

    private static WorkspaceException NotFound(WorkspacePath path) =>
        new(WorkspaceFault.NotFound, path.ToString(), $"`{PathResolver.Shown(path.ToString())}` does not exist in the workspace.");

    private static TesseraException NoFolder(string folder) => new(Diagnostic.Error(
        "TESS4101", $"The project folder '{folder}' does not exist.", remedy: "Give the path of an existing folder."));

    private static TesseraException NoTarget(string folder, string reason) => new(Diagnostic.Error(
        "TESS4102", $"The project cannot be copied to '{folder}': {reason}.", remedy: "Give a folder that is empty and may be written, on a disk with room."));
}
