using System.Collections.Concurrent;
using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>A plain session: one folder, no terminal, events kept.</summary>
internal sealed class TrialSession(IWorkspace workspace) : IToolSession
{
    public IWorkspace Workspace => workspace;

    public ITerminal Terminal { get; } = new AbsentTerminal();

    public EntryPoints EntryPoints { get; } = new() { Evaluate = ["python3", "-m", "unittest"] };

    public ConcurrentQueue<SessionEvent> Events { get; } = new();

    public Task<EvaluationResult> EvaluateAsync(CancellationToken cancellationToken) => throw AbsentTerminal.Missing(new TerminalCommand { Program = EntryPoints.Evaluate[0] });

    public ValueTask PublishAsync(SessionEvent sessionEvent, CancellationToken cancellationToken)
    {
        Events.Enqueue(sessionEvent);
        return ValueTask.CompletedTask;
    }
}
