using Tessera.Debugging.Evaluations;
using Tessera.Debugging.Terminals.Sandbox;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Testing.Tests;

/// <summary>A session whose programs are confined to the project.</summary>
internal sealed class SandboxedSession(string root) : IToolSession, IAsyncDisposable
{
    private static readonly SandboxTerminalProvider _terminals = new(new SandboxOptions(), TimeProvider.System);

    private readonly FolderWorkspace _workspace = new(root);

    public IWorkspace Workspace => _workspace;

    public ITerminal Terminal { get; } = _terminals.Open(new TerminalSite { Folder = root });

    public EntryPoints EntryPoints { get; } = new() { Evaluate = ["true"] };

    /// <summary>Skips the test with the reason where sandboxes do not work; where CI is set, it fails.</summary>
    public static async Task RequireAsync()
    {
        if (await _terminals.FindObstacleAsync(default) is not { } obstacle) return;
        Environment.GetEnvironmentVariable("CI").Should().BeNullOrEmpty(obstacle);
        Assert.Skip(obstacle);
    }

    public Task<EvaluationResult> EvaluateAsync(CancellationToken cancellationToken) => new ProjectCheck(EntryPoints.Evaluate).RunAsync(Terminal, cancellationToken);

    public ValueTask PublishAsync(SessionEvent sessionEvent, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Terminal.DisposeAsync();
        await _workspace.DisposeAsync();
    }
}
