using System.Text;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Mcp.Serving;

/// <summary>A command written as one text, as client configurations and shells' arguments hold it.</summary>
public static class CommandText
{
    /// <summary>Cuts a command into its program and arguments at white space; quotes and backslashes keep words together, and nothing else has a meaning.</summary>
    /// <param name="text">The command.</param>
    /// <param name="option">The option that holds it, for messages.</param>
    /// <returns>The words, at least one.</returns>
    /// <exception cref="TesseraException">TESS4601: there is no word, or a quotation mark is not closed.</exception>
    public static IReadOnlyList<string> Split(string text, string option)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>();
        StringBuilder? word = null;
        char? quote = null;
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (letter == '\\' && quote != '\'' && i + 1 < text.Length) (word ??= new StringBuilder()).Append(text[++i]);
            else if (letter == quote) quote = null;
            else if (quote is null && letter is '"' or '\'') (word, quote) = (word ?? new StringBuilder(), letter);
            else if (quote is null && char.IsWhiteSpace(letter)) Finish();
            else (word ??= new StringBuilder()).Append(letter);
        }

        Finish();
        return (quote, words) switch
        {
            ({ } open, _) => throw Malformed($"it lacks a closing {open}"),
            (_, []) => throw Malformed("it names no program"),
            _ => words,
        };

        void Finish()
        {
            if (word is not null) words.Add(word.ToString());
            word = null;
        }

        TesseraException Malformed(string reason) => new(Diagnostic.Error(
            "TESS4601", $"The command of {option} cannot be read: {reason}.", remedy: $"For example: {option} \"python3 -m pytest -q\""));
    }
}
