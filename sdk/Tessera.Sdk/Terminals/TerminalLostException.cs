namespace Tessera.Sdk.Terminals;

/// <summary>
/// The place where a terminal runs programs is gone, such as a container that was removed: no command will run in it any more.
/// Whoever opened the terminal may open another and bring it to the same state.
/// </summary>
/// <param name="message">What happened.</param>
/// <param name="innerException">The cause, when there is one.</param>
public sealed class TerminalLostException(string message, Exception? innerException = null) : Exception(message, innerException);
