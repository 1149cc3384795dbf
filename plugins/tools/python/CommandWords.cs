using System.Text;

namespace Tessera.Tools.Python;

/// <summary>Cuts a command line into words as a shell does, without a shell's other powers.</summary>
internal static class CommandWords
{
    /// <summary>Cuts at white space; quotes and backslashes keep it together.</summary>
    /// <exception cref="FormatException">A quotation mark is missing.</exception>
    public static IReadOnlyList<string> Split(string line)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        char? quote = null;
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (letter == '\\' && quote != '\'' && i + 1 < line.Length) (word ??= new StringBuilder()).Append(line[++i]);
            else if (letter == quote) quote = null;
            else if (quote is null && letter is '"' or '\'') (word, quote) = (word ?? new StringBuilder(), letter);
            else if (quote is null && char.IsWhiteSpace(letter)) Finish();
            else (word ??= new StringBuilder()).Append(letter);
        }

        if (quote is not null) throw new FormatException($"it lacks a closing {quote}");
        Finish();
        return words;

        void Finish()
        {
            if (word is not null) words.Add(word.ToString());
            word = null;
        }
    }
}
