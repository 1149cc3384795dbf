namespace Tessera.Sdk.Testing.Repetition;

/// <summary>Shows where two texts part.</summary>
internal static class TextDifference
{
    private const int Before = 30;
    private const int Shown = 90;

    /// <summary>Says how two texts that should be equal differ; null when they do not.</summary>
    public static string? Find(string expected, string actual, string when, string otherwise, string remedy)
    {
        if (expected == actual) return null;
        var at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"{when} it is '{Around(expected, at)}', {otherwise} '{Around(actual, at)}'. {remedy}";
    }

    private static string Around(string text, int at)
    {
        if (text.Length <= Shown) return text;
        var begin = Math.Min(Math.Max(0, at - Before), text.Length);
        var end = Math.Min(text.Length, begin + Shown);
        return $"{(begin > 0 ? "…" : "")}{text[begin..end]}{(end < text.Length ? "…" : "")}";
    }
}
