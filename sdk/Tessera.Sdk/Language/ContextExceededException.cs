namespace Tessera.Sdk.Language;

/// <summary>A conversation is longer than the model can read. Whoever asked may shorten it and ask again.</summary>
/// <param name="message">What happened.</param>
/// <param name="innerException">The cause, when there is one.</param>
public sealed class ContextExceededException(string message, Exception? innerException = null) : LanguageModelException(message, innerException);
