using System.Text;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Losses;

/// <summary>0 when an answer equals the wanted one, else 1. Case, punctuation and white space around and between words do not count.</summary>
[Loss("exact-match", Description = "0 when the answer is the wanted one, else 1; case, punctuation and white space do not count.")]
public sealed class ExactMatchLoss : ILoss
{
    /// <inheritdoc/>
    public double Evaluate(string output, string target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        return Normalised(output) == Normalised(target) ? 0 : 1;
    }

    private static string Normalised(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var character in text)
            letters.Append(char.IsPunctuation(character) ? ' ' : char.ToLowerInvariant(character));
        return string.Join(' ', letters.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
