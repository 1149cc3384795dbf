namespace Tessera.Models.Ngram;

/// <summary>The tokens of an n-gram model: words between white space.</summary>
internal static class TextWords
{
    public static string[] Of(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The words of a context and those that a continuation adds; a word that begins in the one and ends in the other is added whole.</summary>
    public static (string[] Before, string[] Added) Join(string context, string continuation)
    {
        var before = Of(context);
        if (continuation.Length == 0 || GapAfter(context).Length == 0 || char.IsWhiteSpace(continuation[0])) return (before, Of(continuation));
        return (before[..^1], Of(before[^1] + continuation));
    }

    /// <summary>What stands between a context and a word that follows it.</summary>
    public static string GapAfter(string context) => context.Length == 0 || char.IsWhiteSpace(context[^1]) ? "" : " ";
}
