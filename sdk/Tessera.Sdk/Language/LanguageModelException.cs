namespace Tessera.Sdk.Language;

/// <summary>A language model, or the service behind it, did not answer. Retries that the model itself makes are over by then.</summary>
/// <param name="message">What happened, without secrets, and what to do.</param>
/// <param name="innerException">The cause, when there is one.</param>
public class LanguageModelException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether the same request may succeed later: the service was busy, unreachable or answered what cannot be read.</summary>
    public bool IsTransient { get; init; }
}
