namespace Tessera.Sdk.Terminals;

/// <summary>Runs programs, with bounds on time and output that hold for the whole tree of processes.</summary>
public interface ITerminal : IAsyncDisposable
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">What to run and within which bounds.</param>
    /// <param name="cancellationToken">Ends the whole tree of processes.</param>
    /// <returns>How it ended. A program that fails or times out is a result, not an exception.</returns>
    /// <exception cref="TerminalException">The program could not be started.</exception>
    /// <exception cref="TerminalLostException">No program can be started here any more.</exception>
    Task<TerminalResult> RunAsync(TerminalCommand command, CancellationToken cancellationToken);

    /// <summary>Starts a program that is talked to while it runs.</summary>
    /// <param name="command">What to run; its time bound holds for the whole session.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <returns>The session, which the caller disposes of.</returns>
    /// <exception cref="TerminalException">The program could not be started.</exception>
    /// <exception cref="TerminalLostException">No program can be started here any more.</exception>
    Task<ITerminalSession> OpenAsync(TerminalCommand command, CancellationToken cancellationToken);
}
