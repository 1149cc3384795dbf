using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Testing.Cancellation;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>A session that says whenever a tool waits for it.</summary>
internal sealed class InterruptedSession(IToolSession inner, Interruption interruption) : IToolSession
{
    public IWorkspace Workspace { get; } = new InterruptedWorkspace(inner.Workspace, interruption);

    public ITerminal Terminal { get; } = new InterruptedTerminal(inner.Terminal, interruption);

    public EntryPoints EntryPoints => inner.EntryPoints;

    public Task<EvaluationResult> EvaluateAsync(CancellationToken cancellationToken)
    {
        interruption.Wait("the project was checked");
        return inner.EvaluateAsync(cancellationToken);
    }

    // What happened is told to its end, cancelled or not.
    public ValueTask PublishAsync(SessionEvent sessionEvent, CancellationToken cancellationToken) => inner.PublishAsync(sessionEvent, cancellationToken);
}
