using System.Globalization;
using System.Text.RegularExpressions;

namespace Tessera.Tools.Grep;

/// <summary>What is searched for, as an expression whose time is bounded.</summary>
internal static partial class LinePattern
{
    // Repetitions are written out by the expression's preparation, whose memory they so decide.
    private const double MostRepetitions = 100_000_000;

    // To prepare an expression takes time with its length, which no time bound of a search ends: tens of thousands of alternatives take half a minute.
    private const int LongestExpression = 20_000;

    // Only for expressions that need backtracking: one line must not take the whole search's time.
    private static readonly TimeSpan _perLine = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes the expression.</summary>
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    public static Regex Make(GrepArguments arguments)
    {
        if (!arguments.Literal && arguments.Pattern.Length > LongestExpression)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"It has {arguments.Pattern.Length} characters, and at most {LongestExpression} can be prepared in time."));
        if (!arguments.Literal && Repetitions().Matches(arguments.Pattern).Aggregate(1.0, (product, count) => product * Math.Max(1, double.Parse(count.ValueSpan, CultureInfo.InvariantCulture))) > MostRepetitions)
            throw new ArgumentException("It repeats its parts too often.");
        var pattern = arguments.Literal ? Regex.Escape(arguments.Pattern) : arguments.Pattern;
        var options = RegexOptions.CultureInvariant | (arguments.IgnoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            // In time linear in the line, whatever the pattern.
            return new Regex(pattern, options | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            // Back references and look-around have no such form, and very large expressions none that pays.
            return new Regex(pattern, options, _perLine);
        }
    }

    [GeneratedRegex(@"(?<=(?<!\\)\{)[0-9]+(?=(,[0-9]*)?\})")]
    private static partial Regex Repetitions();
}
