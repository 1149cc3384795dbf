using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>A program that runs in a sandbox.</summary>
internal sealed class SandboxSession : ITerminalSession
{
    private readonly LocalTerminalSession _session;
    private readonly ControlGroup _group;
    private readonly SandboxOptions _options;
    private readonly GroupRemovals _removals;

    public SandboxSession(LocalTerminalSession session, ControlGroup group, SandboxOptions options, GroupRemovals removals)
    {
        (_session, _group, _options, _removals) = (session, group, options, removals);
        Completion = CompleteAsync();
    }

    public Stream? Channel => _session.Channel;

    public Task<TerminalResult> Completion { get; }

    public bool? IsWaitingForInput => Completion.IsCompleted ? false : SandboxProgram.Of(_session.ProcessId) is { } program ? InputWait.IsWaiting(program) : null;

    public string TakeOutput() => _session.TakeOutput() + (Completion.IsCompleted ? "" : _group.TakeNotes(_options));

    public Task WriteInputAsync(string text, CancellationToken cancellationToken) => _session.WriteInputAsync(text, cancellationToken);

    public void Interrupt()
    {
        if (!Completion.IsCompleted && SandboxProgram.Of(_session.ProcessId) is { } program) UnixSignal.Interrupt.Send(program);
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(false);
    }

    private async Task<TerminalResult> CompleteAsync()
    {
        var result = await _session.Completion.ConfigureAwait(false);
        var notes = _group.TakeNotes(_options);
        _removals.Begin(_group);
        return result with { Output = result.Output + notes };
    }
}
