using Tessera.Sdk.Language;

namespace Tessera.Models.Http;

/// <summary>An attempt failed.</summary>
/// <param name="shown">What whoever asked is told when no attempt is left.</param>
/// <param name="canRetry">Whether the same request is worth another attempt.</param>
/// <param name="wait">How long the service asks to wait before; null where it does not say.</param>
internal sealed class ServiceException(LanguageModelException shown, bool canRetry, TimeSpan? wait = null) : Exception(shown.Message)
{
    public LanguageModelException Shown { get; } = shown;

    public bool CanRetry { get; } = canRetry;

    public TimeSpan? Wait { get; } = wait;
}
