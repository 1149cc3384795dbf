using Tessera.Debugging.Terminals;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Benchmarks.Tools;

/// <summary>A session over a temporary folder and a terminal that confines nothing.</summary>
internal sealed class FolderSession : IToolSession, IAsyncDisposable
{
    public static FolderSession Open() => new();

    private FolderSession()
    {
        Folder = Directory.CreateTempSubdirectory("tessera-bench-").FullName;
        Workspace = new FolderWorkspace(Folder);
        Terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = Folder });
    }

    public string Folder { get; }

    public IWorkspace Workspace { get; }

    public ITerminal Terminal { get; }

    public EntryPoints EntryPoints { get; } = new() { Evaluate = ["python3", "main.py"] };

    public Task<EvaluationResult> EvaluateAsync(CancellationToken cancellationToken) => throw new NotSupportedException("Nothing is checked.");

    public ValueTask PublishAsync(SessionEvent sessionEvent, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Terminal.DisposeAsync().ConfigureAwait(false);
        await Workspace.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(Folder, recursive: true);
    }
}
