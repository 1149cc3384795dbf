using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Tests;

/// <summary>A session over a workspace of which one folder is removed when it is about to be listed.</summary>
internal sealed class UnreadableFolderSession(IWorkspace workspace, string folder) : IToolSession, IWorkspace
{
    public IWorkspace Workspace => this;

    public ITerminal Terminal => throw new NotSupportedException("Nothing is run.");

    public EntryPoints EntryPoints { get; } = new() { Evaluate = ["true"] };

    public string Root => workspace.Root;

    public ValueTask PublishAsync(SessionEvent sessionEvent, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public WorkspacePath Resolve(string path) => workspace.Resolve(path);

    public WorkspaceAccess AccessTo(WorkspacePath path) => workspace.AccessTo(path);

    public WorkspaceEntry? Find(WorkspacePath path) => workspace.Find(path);

    public IReadOnlyList<WorkspaceEntry> List(WorkspacePath path)
    {
        if (path.Relative == folder) Directory.Delete(path.Absolute, recursive: true);
        return workspace.List(path);
    }

    public ValueTask<byte[]> ReadAsync(WorkspacePath path, CancellationToken cancellationToken) => workspace.ReadAsync(path, cancellationToken);

    public ValueTask WriteAsync(WorkspacePath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => workspace.WriteAsync(path, content, cancellationToken);

    public ValueTask DeleteAsync(WorkspacePath path, CancellationToken cancellationToken) => workspace.DeleteAsync(path, cancellationToken);

    public ValueTask<string> SnapshotAsync(CancellationToken cancellationToken) => workspace.SnapshotAsync(cancellationToken);

    public ValueTask<IReadOnlyList<WorkspacePath>> RestoreAsync(string snapshot, CancellationToken cancellationToken) => workspace.RestoreAsync(snapshot, cancellationToken);

    public ValueTask<WorkspacePatch> PatchAsync(string snapshot, CancellationToken cancellationToken) => workspace.PatchAsync(snapshot, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
