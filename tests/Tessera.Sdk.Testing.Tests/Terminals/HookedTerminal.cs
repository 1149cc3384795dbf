using Tessera.Sdk.Terminals;

namespace Tessera.Sdk.Testing.Tests.Terminals;

/// <summary>A terminal that asks the hooks of its provider first.</summary>
internal sealed class HookedTerminal(HookedTerminals hooks, TerminalSite site) : ITerminal
{
    private bool _disposed;

    public ITerminal Inner { get; set; } = hooks.Inner(site);

    public TerminalSite Site => site;

    /// <summary>How many runs are under way.</summary>
    public int Runs;

    /// <summary>Whether something was refused here.</summary>
    public bool HasRefused { get; set; }

    public async Task<TerminalResult> RunAsync(TerminalCommand command, CancellationToken cancellationToken) =>
        hooks.After(command, await hooks.OnRun(this, hooks.Before(command), cancellationToken));

    public async Task<ITerminalSession> OpenAsync(TerminalCommand command, CancellationToken cancellationToken)
    {
        var session = hooks.OnSession(await hooks.OnTalk(this, hooks.Before(command), cancellationToken), site.Folder);
        session.Completion = AfterAsync(command, session.Completion);
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        var again = _disposed;
        _disposed = true;
        await Inner.DisposeAsync();
        hooks.OnDispose(this, again);
    }

    private async Task<TerminalResult> AfterAsync(TerminalCommand command, Task<TerminalResult> completion) => hooks.After(command, await completion);
}
