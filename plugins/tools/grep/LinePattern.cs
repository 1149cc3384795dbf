using System.Text.RegularExpressions;

namespace Tessera.Tools.Grep;

/// <summary>What is searched for, as an expression whose time is bounded.</summary>
internal static class LinePattern
{
    // Only for expressions that need backtracking: one line must not take the whole search's time.
    private static readonly TimeSpan _perLine = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes the expression.</summary>
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    public static Regex Make(GrepArguments arguments)
    {
        var pattern = arguments.Literal ? Regex.Escape(arguments.Pattern) : arguments.Pattern;
        var options = RegexOptions.CultureInvariant | (arguments.IgnoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            // In time linear in the line, whatever the pattern.
            return new Regex(pattern, options | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            // Back references and look-around have no such form.
            return new Regex(pattern, options, _perLine);
        }
    }
}
