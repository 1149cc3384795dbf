namespace Tessera.Sdk.Workspaces;

/// <summary>The only way to a project's files: every path is resolved through links and kept inside the root.</summary>
/// <remarks>Hidden and read-only files are enforced here, not in tools. Members throw <see cref="WorkspaceException"/>.</remarks>
public interface IWorkspace : IAsyncDisposable
{
    /// <summary>The root folder, absolute, as terminals see it.</summary>
    string Root { get; }

    /// <summary>Resolves a path that an agent or a person gave, relative to the root or absolute.</summary>
    /// <param name="path">The path; <c>.</c> is the root.</param>
    /// <returns>The confined path. The file need not exist.</returns>
    WorkspacePath Resolve(string path);

    /// <summary>What may be done with a file.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The access.</returns>
    WorkspaceAccess AccessTo(WorkspacePath path);

    /// <summary>What stands at a path.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The entry; null when there is nothing or it is hidden.</returns>
    WorkspaceEntry? Find(WorkspacePath path);

    /// <summary>Lists a folder, one level deep, sorted by name (ordinal), hidden entries left out.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The entries.</returns>
    IReadOnlyList<WorkspaceEntry> List(WorkspacePath folder);

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <returns>The bytes.</returns>
    ValueTask<byte[]> ReadAsync(WorkspacePath path, CancellationToken cancellationToken);

    /// <summary>Opens a file to read it piece by piece.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the opening early.</param>
    /// <returns>The bytes from the start; whoever opens it disposes of it. By default, what <see cref="ReadAsync"/> gives.</returns>
    async ValueTask<Stream> OpenReadAsync(WorkspacePath path, CancellationToken cancellationToken) =>
        new MemoryStream(await ReadAsync(path, cancellationToken).ConfigureAwait(false), writable: false);

    /// <summary>Writes a whole file at once, so that no reader ever sees half of it; makes parent folders.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="cancellationToken">Ends the writing early and leaves the file as it was.</param>
    /// <returns>A task that ends when the file is written.</returns>
    ValueTask WriteAsync(WorkspacePath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Deletes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>A task that ends when the file is gone.</returns>
    ValueTask DeleteAsync(WorkspacePath path, CancellationToken cancellationToken);

    /// <summary>Keeps the present state of all files.</summary>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The name by which <see cref="RestoreAsync"/> brings the state back.</returns>
    ValueTask<string> SnapshotAsync(CancellationToken cancellationToken);

    /// <summary>Brings back a state, byte for byte; what was added since is removed.</summary>
    /// <param name="snapshot">A name that <see cref="SnapshotAsync"/> gave.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The paths that differed.</returns>
    ValueTask<IReadOnlyList<WorkspacePath>> RestoreAsync(string snapshot, CancellationToken cancellationToken);

    /// <summary>What changed since a state was kept, protected and hidden files included: it is for people and programs, not for agents.</summary>
    /// <param name="snapshot">A name that <see cref="SnapshotAsync"/> gave.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The changes.</returns>
    ValueTask<WorkspacePatch> PatchAsync(string snapshot, CancellationToken cancellationToken);
}
