using System.Globalization;

namespace Tessera.Sdk.Tools;

/// <summary>Cuts text to a limit without hiding that it was cut.</summary>
public static class BoundedText
{
    /// <summary>Keeps the beginning and the end of a text and says in between how much is missing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">How many characters of the text to keep.</param>
    /// <returns>The text itself when it is short enough. A surrogate pair is never torn.</returns>
    public static string Cut(string text, int limit)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        if (text.Length <= limit) return text;
        var head = limit / 2;
        var tail = text.Length - (limit - head);
        if (head > 0 && char.IsHighSurrogate(text[head - 1])) head--;
        if (tail < text.Length && char.IsLowSurrogate(text[tail])) tail++;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, head)}\n... ({tail - head} characters left out) ...\n{text.AsSpan(tail)}");
    }
}
