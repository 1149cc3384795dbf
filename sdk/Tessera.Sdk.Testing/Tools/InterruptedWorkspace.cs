using Tessera.Sdk.Testing.Cancellation;
using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>A workspace that says whenever a tool waits for it.</summary>
internal sealed class InterruptedWorkspace(IWorkspace inner, Interruption interruption) : IWorkspace
{
    public string Root => inner.Root;

    public WorkspacePath Resolve(string path) => inner.Resolve(path);

    public WorkspaceAccess AccessTo(WorkspacePath path) => inner.AccessTo(path);

    public WorkspaceEntry? Find(WorkspacePath path) => inner.Find(path);

    public IReadOnlyList<WorkspaceEntry> List(WorkspacePath folder) => inner.List(folder);

    public ValueTask<byte[]> ReadAsync(WorkspacePath path, CancellationToken cancellationToken)
    {
        interruption.Wait("a file was read");
        return inner.ReadAsync(path, cancellationToken);
    }

    public ValueTask<Stream> OpenReadAsync(WorkspacePath path, CancellationToken cancellationToken)
    {
        interruption.Wait("a file was opened");
        return inner.OpenReadAsync(path, cancellationToken);
    }

    public ValueTask WriteAsync(WorkspacePath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        interruption.Wait("a file was written");
        return inner.WriteAsync(path, content, cancellationToken);
    }

    public ValueTask DeleteAsync(WorkspacePath path, CancellationToken cancellationToken)
    {
        interruption.Wait("a file was deleted");
        return inner.DeleteAsync(path, cancellationToken);
    }

    public ValueTask<string> SnapshotAsync(CancellationToken cancellationToken) => inner.SnapshotAsync(cancellationToken);

    public ValueTask<IReadOnlyList<WorkspacePath>> RestoreAsync(string snapshot, CancellationToken cancellationToken) => inner.RestoreAsync(snapshot, cancellationToken);

    public ValueTask<WorkspacePatch> PatchAsync(string snapshot, CancellationToken cancellationToken) => inner.PatchAsync(snapshot, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
