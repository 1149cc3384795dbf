using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Benchmarks.Tools;

/// <summary>A session over a temporary folder, without programs.</summary>
internal sealed class FolderSession : IToolSession, IAsyncDisposable
{
    public static FolderSession Open() => new();

    private FolderSession()
    {
        Folder = Directory.CreateTempSubdirectory("tessera-bench-").FullName;
        Workspace = new FolderWorkspace(Folder);
    }

    public string Folder { get; }

    public IWorkspace Workspace { get; }

    public ITerminal Terminal => throw new NotSupportedException("Nothing is run.");

    public EntryPoints EntryPoints { get; } = new() { Evaluate = ["true"] };

    public ValueTask PublishAsync(SessionEvent sessionEvent, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Workspace.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(Folder, recursive: true);
    }
}
