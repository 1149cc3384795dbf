using System.Text.RegularExpressions;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Losses;

/// <summary>0 when the wanted number stands somewhere in an answer, else 1: for sums whose answers are reasoned out in words.</summary>
/// <remarks>
/// Numbers are compared by value: 1,234.50 is 1234.5, and 007 is 7. Thousands are parted by commas or by spaces that do not break; decimals begin
/// with a point. A minus counts where it does not stand between two things, so that 10-5 holds 10 and 5. Digits in words, as in B12, are no numbers.
/// </remarks>
[Loss("number-present", Description = "0 when the wanted number stands somewhere in the answer, however it is written, else 1.")]
public sealed partial class NumberPresentLoss : ILoss
{
    /// <inheritdoc/>
    /// <exception cref="TesseraException">TESS6610: the wanted answer is no number.</exception>
    public double Evaluate(string output, string target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        return NumbersIn(target).ToList() is [var wanted]
            ? NumbersIn(output).Contains(wanted) ? 0 : 1
            : throw new TesseraException(Diagnostic.Error(
                "TESS6610", $"The target '{target}' is not one number, so loss/number-present cannot look for it.", remedy: "Use targets such as 42, or another loss."));
    }

    private static IEnumerable<string> NumbersIn(string text) => Number().Matches(text).Select(Canonical);

    // Text rather than a number type, so that no digit is lost however many there are.
    private static string Canonical(Match number)
    {
        var whole = string.Concat(number.Groups["whole"].Value.Where(char.IsAsciiDigit)).TrimStart('0');
        var fraction = number.Groups["fraction"].Value.TrimEnd('0');
        if (whole.Length == 0) whole = "0";
        var size = fraction.Length == 0 ? whole : $"{whole}.{fraction}";
        return number.Groups["minus"].Success && size != "0" ? $"-{size}" : size;
    }

    [GeneratedRegex(
        """
        ( (?<![\w)\]]) (?<minus>[-\u2212]) )?
        \p{Sc}?
        (?<!\w) (?<![0-9]\.)
        ( (?<whole> [0-9]{1,3}([,\u00a0\u2009\u202f][0-9]{3})+(?![0-9]) | [0-9]+ ) (\.(?<fraction>[0-9]+))? | (?<!\.)\.(?<fraction>[0-9]+) )
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
