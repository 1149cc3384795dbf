using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Tools;

/// <summary>The session that a tool's calls belong to: the files, the terminal, and the other tools' effects as events.</summary>
public interface IToolSession
{
    /// <summary>The files.</summary>
    IWorkspace Workspace { get; }

    /// <summary>Runs programs beside the files.</summary>
    ITerminal Terminal { get; }

    /// <summary>How the project's program and its check are started.</summary>
    EntryPoints EntryPoints { get; }

    /// <summary>
    /// Checks the project by <see cref="EntryPoints.Evaluate"/> as it will be judged: protected files are put back first, and the
    /// verdict comes from the test runner's own results. <see cref="EvaluationFinished"/> is published.
    /// </summary>
    /// <param name="cancellationToken">Ends the check early.</param>
    /// <returns>What the check said.</returns>
    /// <exception cref="TerminalException">The check could not be started.</exception>
    Task<EvaluationResult> EvaluateAsync(CancellationToken cancellationToken);

    /// <summary>Tells the other tools and the environment of an effect.</summary>
    /// <param name="sessionEvent">What happened.</param>
    /// <param name="cancellationToken">Ends the telling early.</param>
    /// <returns>A task that ends when all handlers have run. A handler that throws does not disturb the caller.</returns>
    ValueTask PublishAsync(SessionEvent sessionEvent, CancellationToken cancellationToken);
}
