using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Terminals;

/// <summary>Opens terminals of one sort, each at a place of its own.</summary>
[PartKind("terminal")]
public interface ITerminalProvider
{
    /// <summary>Tries whether such terminals work on this system.</summary>
    /// <param name="cancellationToken">Ends the trial early.</param>
    /// <returns>Why they do not, and what to do about it; null where they work.</returns>
    ValueTask<string?> FindObstacleAsync(CancellationToken cancellationToken);

    /// <summary>Opens a terminal.</summary>
    /// <param name="site">Where its programs run.</param>
    /// <returns>The terminal, which the caller disposes of.</returns>
    /// <remarks>Of this process's own variables programs see those alone that they need, by name, such as <c>PATH</c>: others may hold secrets.</remarks>
    ITerminal Open(TerminalSite site);
}
