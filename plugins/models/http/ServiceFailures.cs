using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Language;

namespace Tessera.Models.Http;

/// <summary>Says what went wrong with a request, and whether another attempt is worth it.</summary>
/// <param name="site">Whom the request was for.</param>
/// <param name="options">What is said about bounds.</param>
/// <param name="time">The clock for dates that services name.</param>
internal sealed class ServiceFailures(ServiceSite site, ServiceOptions options, TimeProvider time)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private string Attempts => options.Retries == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" after {options.Retries + 1} attempts");

    /// <summary>Reads an answer.</summary>
    /// <exception cref="ServiceException">TESS4407: it cannot be read.</exception>
    public TAnswer Read<TAnswer>(string text, ServiceKey key, Func<JsonObject, TAnswer> read)
    {
        var whole = key.Hide(text);
        try
        {
            if (JsonNode.Parse(whole, documentOptions: Strict) is not JsonObject answer) throw new FormatException("it is no JSON object");
            return read(answer);
        }
        catch (Exception unfit) when (unfit is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            // A web page comes from another server than was meant, and comes again.
            var isPage = whole.AsSpan().TrimStart().StartsWith("<");
            var reason = unfit switch
            {
                _ when isPage => "it is a web page. Check the endpoint, its path included",
                JsonException => "it is no whole JSON",
                FormatException => unfit.Message,
                _ => "its members are not those of an answer",
            };
            throw new ServiceException(
                Failure("TESS4407", $"answered what cannot be read{(isPage ? "" : Attempts)}: {reason}. It begins with: {ServiceFault.Excerpt(whole, key)}", isTransient: !isPage), canRetry: !isPage);
        }
    }

    /// <summary>The service answered with a status of failure.</summary>
    public ServiceException Refused(HttpResponseMessage response, string body, ServiceKey key)
    {
        var status = (int)response.StatusCode;
        var fault = ServiceFault.Read(body, key);
        var said = string.Create(CultureInfo.InvariantCulture, $"HTTP {status}{(fault.Said.Length == 0 ? "" : ": ")}{fault.Said}");
        if (status is >= 300 and < 400)
            return Final("TESS4404", $"sends requests elsewhere (HTTP {status}), which would carry the key to another place. Name the final address in 'endpoint'.");
        if (response.StatusCode is HttpStatusCode.Unauthorized || (status == 403 && key.Reveal() is null)) return Final("TESS4403", $"{KeyTrouble(key)} ({said}).");
        if (status is 400 or 413 or 422 && fault.IsContextExceeded)
            return new ServiceException(new ContextExceededException($"error TESS4405: The conversation is longer than {site} can read ({said}). Shorten it, or choose a model that reads more."), canRetry: false);
        if (status is 429 && fault.IsQuotaUsedUp) return Final("TESS4404", $"refuses to work on, because the account's quota is used up ({said}). Raise the quota, then run again.");
        if (!CanRetry(response)) return Final("TESS4404", $"refused the request ({said}). Check the model's name and the options against what the service supports.");
        var wait = RetryAfter.Of(response.Headers, time);
        return wait > RetryAfter.Longest
            ? new ServiceException(Failure("TESS4406", string.Create(CultureInfo.InvariantCulture, $"is busy and asks to wait {wait.Value.TotalSeconds:0} s ({said}). Try again then."), isTransient: true), canRetry: false)
            : new ServiceException(Failure("TESS4406", $"is busy or broken{Attempts} ({said}). Try again later, or raise 'retries'.", isTransient: true), canRetry: true, wait);
    }

    /// <summary>No answer came, or only a part of one.</summary>
    public ServiceException Unreachable(Exception cause, ServiceKey key)
    {
        if (cause is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
            return new ServiceException(Failure("TESS4407", $"answered more than {ServiceClient.LongestAnswer >> 20} MB{Attempts}, which no answer is. Check that 'endpoint' is right.", isTransient: true), canRetry: true);
        var isCertificate = cause is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };
        // The cause may repeat what a server sent, the key included; then its words are all that is kept of it.
        var text = cause.ToString();
        var inner = key.HideParts(text) == text ? cause : null;
        var message = $"error TESS4406: {Sentence($"cannot be reached{(isCertificate ? "" : Attempts)}: {ServiceFault.Excerpt(cause.Message, key).TrimEnd('.')}. Check that the service runs and that 'endpoint' is right.")}";
        return new ServiceException(new LanguageModelException(message, inner) { IsTransient = !isCertificate }, canRetry: !isCertificate);
    }

    /// <summary>An attempt did not end in time.</summary>
    public ServiceException TimedOut() => new(
        Failure("TESS4406", string.Create(CultureInfo.InvariantCulture, $"did not answer within {options.TimeoutSeconds} s{Attempts}. Try again later, or raise 'timeoutSeconds'."), isTransient: true),
        canRetry: true);

    private static bool CanRetry(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues("x-should-retry", out var values) && bool.TryParse(values.First(), out var isWorthIt)) return isWorthIt;
        return (int)response.StatusCode is 408 or 409 or 425 or 429 or >= 500 and not 501 and not 505;
    }

    private static string KeyTrouble(ServiceKey key) => key.Reveal() is null
        ? "wants a key, and none was sent. Name the environment variable that holds it in 'apiKeyVariable', and set it"
        : $"refused the key in the environment variable {key.Variable}. Check that it holds a valid key for this endpoint";

    private ServiceException Final(string id, string what) => new(Failure(id, what, isTransient: false), canRetry: false);

    private LanguageModelException Failure(string id, string what, bool isTransient) => new($"error {id}: {Sentence(what)}") { IsTransient = isTransient };

    private string Sentence(string what)
    {
        var subject = site.ToString();
        return $"{char.ToUpperInvariant(subject[0])}{subject[1..]} {what}";
    }
}
