using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tessera.Models.Replay;

/// <summary>Shows pieces of texts in one line.</summary>
internal static class Excerpt
{
    private const int Before = 24;
    private const int Length = 80;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The beginning of a text, quoted.</summary>
    public static string Of(string text, int start = 0)
    {
        var end = Math.Min(text.Length, start + Length);
        var quoted = JsonSerializer.Serialize(text[start..end], Readable);
        return $"{(start > 0 ? "..." : "")}{quoted}{(end < text.Length ? "..." : "")}";
    }

    /// <summary>Where two texts part, with what stands around.</summary>
    public static string OfDifference(string recorded, string asked)
    {
        var at = recorded.AsSpan().CommonPrefixLength(asked);
        var start = Math.Max(0, at - Before);
        return $"from character {at + 1} on, {Of(recorded, start)} was recorded and {Of(asked, start)} is asked";
    }
}
