using Tessera.Debugging.Evaluations;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Testing.Tests;

/// <summary>A session as a debugging environment has it: a confined folder and a terminal that runs programs.</summary>
internal sealed class RealSession(string root) : IToolSession, IAsyncDisposable
{
    private readonly FolderWorkspace _workspace = new(root);
    private readonly LocalTerminal _terminal = new(new LocalTerminalOptions { WorkingFolder = root });

    public IWorkspace Workspace => _workspace;

    public ITerminal Terminal => _terminal;

    public EntryPoints EntryPoints { get; } = new() { Evaluate = ["python3", "-m", "unittest"], Debug = ["python3", "main.py"] };

    public Task<EvaluationResult> EvaluateAsync(CancellationToken cancellationToken) => new ProjectCheck(EntryPoints.Evaluate).RunAsync(Terminal, cancellationToken);

    public ValueTask PublishAsync(SessionEvent sessionEvent, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _terminal.DisposeAsync();
        await _workspace.DisposeAsync();
    }
}
