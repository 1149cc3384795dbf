using System.Text.RegularExpressions;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Losses;

/// <summary>0 when an answer begins with the wanted word, else 1: for classes, options such as (A) among them.</summary>
/// <remarks>
/// Whatever is no letter parts words, case does not count, and an <c>Option</c> before another word is passed over: "Option (A), because" begins with
/// the word a, and so does the target (A). This is how Deep Language Networks (arXiv 2306.12509) read answers.
/// </remarks>
[Loss("first-word", Description = "0 when the answer's first word is the target's, else 1; 'Option (A)' begins with a.")]
public sealed partial class FirstWordLoss : ILoss
{
    /// <inheritdoc/>
    /// <exception cref="TesseraException">TESS6610: the wanted answer has no word.</exception>
    public double Evaluate(string output, string target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        var wanted = FirstWord(target) ?? throw new TesseraException(Diagnostic.Error(
            "TESS6610", $"The target '{target}' has no word, so loss/first-word cannot look for it.", remedy: "Use loss/number-present for numbers, or loss/exact-match."));
        return FirstWord(output) == wanted ? 0 : 1;
    }

    private static string? FirstWord(string text)
    {
        var words = Word().Matches(text).Take(2).Select(word => word.Value.ToLowerInvariant()).ToList();
        return words is ["option", var second] ? second : words.FirstOrDefault();
    }

    // A word is what is left of \w without digits; like the original, an underscore belongs to it.
    [GeneratedRegex(@"[\w-[\d]]+")]
    private static partial Regex Word();
}
