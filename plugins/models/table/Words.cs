namespace Tessera.Models.Table;

/// <summary>The tokens of a table model: words between white space.</summary>
internal static class Words
{
    public static string[] Of(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    public static int Count(string text) => Of(text).Length;

    /// <summary>The text with every run of white space as one space: what decides whether two texts are the same.</summary>
    public static string Canonical(string text) => string.Join(' ', Of(text));
}
