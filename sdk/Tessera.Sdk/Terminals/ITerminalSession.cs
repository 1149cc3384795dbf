namespace Tessera.Sdk.Terminals;

/// <summary>A running program. Disposing of it ends its whole tree of processes.</summary>
public interface ITerminalSession : IAsyncDisposable
{
    /// <summary>
    /// A byte stream to the program, apart from its standard streams, when the command asked for one: two-way, or only
    /// from the program where it is a pipe. Otherwise null.
    /// </summary>
    Stream? Channel { get; }

    /// <summary>Ends when the program has ended and its output is read.</summary>
    Task<TerminalResult> Completion { get; }

    /// <summary>Whether the program waits for standard input, as far as the system tells; null when it does not tell.</summary>
    bool? IsWaitingForInput { get; }

    /// <summary>Takes what the program has written since the last call, standard output and error in order of arrival.</summary>
    /// <returns>The text, within the command's output bound; empty when there is nothing new.</returns>
    string TakeOutput();

    /// <summary>Writes to the program's standard input.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Gives up the writing.</param>
    /// <returns>A task that ends when the text is handed over.</returns>
    Task WriteInputAsync(string text, CancellationToken cancellationToken);

    /// <summary>Interrupts the program as Ctrl-C does.</summary>
    void Interrupt();
}
