using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Tessera.Adapters.Models.Tokenizers;

/// <summary><c>tokenizer.json</c> of byte pairs over bytes, as GPT-2, Phi-2 and Llama 3 have it: words are cut out by a pattern, each byte is a character.</summary>
/// <param name="added">Tokens beside the vocabulary.</param>
/// <param name="tokenizer">The byte pairs.</param>
/// <param name="words">The pattern of words; what lies between two words is a word, too. Null where the text is one word.</param>
/// <param name="wholeWords">Whether a word that is in the vocabulary is never made of smaller pieces.</param>
/// <param name="addSpace">Whether a text gets a space before it, unless it begins with one.</param>
internal sealed class ByteLevelTokenizer(AddedTokens added, BpeTokenizer tokenizer, Regex? words, bool wholeWords, bool addSpace) : TextTokenizer(added)
{
    private readonly Dictionary<int, string> _names = tokenizer.Vocabulary.ToDictionary(piece => piece.Value, piece => piece.Key);

    private protected override IEnumerable<int> EncodePart(string text, TextPlace place)
    {
        if (addSpace && place != TextPlace.Continuing && !text.StartsWith(' ')) text = " " + text;
        return words is null ? EncodeWord(text) : Words(text).SelectMany(EncodeWord);
    }

    private protected override string DecodePieces(IReadOnlyList<int> tokens)
    {
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            if (Added.Find(token) is { } own) bytes.AddRange(Encoding.UTF8.GetBytes(own.Content));
            else if (_names.TryGetValue(token, out var name)) bytes.AddRange(ByteCharacters.Read(name));
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private IEnumerable<int> EncodeWord(string word) =>
        wholeWords && tokenizer.Vocabulary.TryGetValue(ByteCharacters.Write(word), out var whole) ? [whole] : tokenizer.EncodeToIds(word, considerPreTokenization: false, considerNormalization: false);

    private IEnumerable<string> Words(string text)
    {
        var done = 0;
        for (var match = words!.Match(text); match.Success; match = match.NextMatch())
        {
            if (match.Index > done) yield return text[done..match.Index];
            if (match.Length > 0) yield return match.Value;
            done = match.Index + match.Length;
        }

        if (done < text.Length) yield return text[done..];
    }
}
