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

    /// <summary>Tells the other tools and the environment of an effect.</summary>
    /// <param name="sessionEvent">What happened.</param>
    /// <param name="cancellationToken">Ends the telling early.</param>
    /// <returns>A task that ends when all handlers have run. A handler that throws does not disturb the caller.</returns>
    ValueTask PublishAsync(SessionEvent sessionEvent, CancellationToken cancellationToken);
}
