namespace Tessera.Sdk.Terminals;

/// <summary>A program could not be started.</summary>
/// <param name="command">What should have run.</param>
/// <param name="message">What happened and what to do.</param>
/// <param name="innerException">The cause, when there is one.</param>
public sealed class TerminalException(TerminalCommand command, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What should have run.</summary>
    public TerminalCommand Command { get; } = command;
}
