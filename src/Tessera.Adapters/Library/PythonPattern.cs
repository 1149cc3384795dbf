using System.Text.RegularExpressions;

namespace Tessera.Adapters.Library;

/// <summary>Regular expressions as PEFT uses them. They may come from anyone, so none may take long.</summary>
internal static class PythonPattern
{
    private const RegexOptions Python = RegexOptions.CultureInvariant;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Whether a pattern stands for a whole name, as <c>re.fullmatch</c> has it.</summary>
    /// <exception cref="ArgumentException">It is no pattern.</exception>
    /// <exception cref="TimeoutException">It takes too long.</exception>
    public static bool MatchesWhole(string pattern, string name) => Match($@"\A(?:{pattern})\z", name).Success;

    /// <summary>Whether a pattern stands for the last parts of a name. What is no pattern is taken for the parts themselves.</summary>
    public static bool MatchesEnd(string pattern, string name)
    {
        try
        {
            return Match($@"\A(.*\.)?({pattern})\z", name).Success;
        }
        catch (ArgumentException)
        {
            return name == pattern || name.EndsWith("." + pattern, StringComparison.Ordinal);
        }
    }

    /// <summary>The whole number that the first group of a pattern finds from the beginning of a name on; null for none.</summary>
    public static int? Number(string pattern, string name) => Match($@"\A{pattern}", name) is { Success: true } found && int.TryParse(found.Groups[1].Value, out var number) ? number : null;

    private static Match Match(string pattern, string name)
    {
        // The same thing in both languages, spelled differently.
        pattern = pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
        try
        {
            return Regex.Match(name, pattern, Python | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            // It looks around or back, which takes the other engine.
            return Backtrack(pattern, name);
        }
    }

    private static Match Backtrack(string pattern, string name)
    {
        try
        {
            return Regex.Match(name, pattern, Python, Longest);
        }
        catch (RegexMatchTimeoutException slow)
        {
            throw new TimeoutException($"the pattern {pattern} takes too long", slow);
        }
    }
}
