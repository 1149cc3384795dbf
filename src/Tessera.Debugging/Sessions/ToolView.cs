using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Sessions;

/// <summary>A session as one tool sees it, so that the source of what it publishes is known.</summary>
/// <param name="session">The session.</param>
/// <param name="tool">The tool.</param>
/// <param name="depth">How many events led to this one.</param>
internal sealed class ToolView(ToolSession session, ITool tool, int depth) : IToolSession
{
    public IWorkspace Workspace => session.Workspace;

    public ITerminal Terminal => session.Terminal;

    public EntryPoints EntryPoints => session.EntryPoints;

    public Task<EvaluationResult> EvaluateAsync(CancellationToken cancellationToken) => session.EvaluateAsync(cancellationToken);

    public ValueTask PublishAsync(SessionEvent sessionEvent, CancellationToken cancellationToken) =>
        session.PublishAsync(sessionEvent, tool, depth, cancellationToken);
}
