using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tessera.Models.Http;

/// <summary>What a service says went wrong, in whichever of the usual forms.</summary>
/// <param name="Said">The service's own words, bounded and without the key.</param>
/// <param name="Kind">The service's names for it, code and type.</param>
internal sealed record ServiceFault(string Said, string Kind)
{
    private const int LongestReading = 4096;
    private const int LongestShowing = 400;

    private static readonly string[] ContextKinds = ["context_length_exceeded", "exceed_context_size", "request_too_large", "string_above_max_length"];

    private static readonly string[] ContextWords =
        ["prompt is too long", "maximum context length", "exceed context limit", "exceeds the available context", "context window", "context length", "too many input tokens"];

    /// <summary>Whether the conversation is longer than the model can read.</summary>
    public bool IsContextExceeded =>
        ContextKinds.Any(kind => Kind.Contains(kind, StringComparison.OrdinalIgnoreCase)) || ContextWords.Any(word => Said.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether waiting does not help, because there is no money left.</summary>
    public bool IsQuotaUsedUp => Kind.Contains("insufficient_quota", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a fault from an answer's body.</summary>
    public static ServiceFault Read(string body, ServiceKey key)
    {
        var (said, kind) = Take(body);
        return new ServiceFault(Excerpt(said, key), kind);
    }

    /// <summary>The beginning of a text on one line, without the key.</summary>
    public static string Excerpt(string text, ServiceKey key)
    {
        var beginning = text.Length <= LongestReading ? text : text[..LongestReading];
        var line = string.Join(' ', key.HideParts(beginning).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestShowing ? line : line[..LongestShowing] + "...";
    }

    // {"error": {"message", "type", "code"}}, {"type": "error", "error": {...}}, {"error": "words"}, {"message", "code"}, {"detail": "words"}
    private static (string Said, string Kind) Take(string body)
    {
        try
        {
            if (JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) is not JsonObject answer) return (body, "");
            if (answer["error"] is JsonValue words && words.AsText() is { } alone) return (alone, "");
            var fault = answer["error"] as JsonObject ?? answer;
            var said = fault["message"].AsText() ?? fault["detail"].AsText() ?? body;
            return (said, $"{fault["code"].AsText()} {fault["type"].AsText()}");
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return (body, "");
        }
    }
}
