using System.Text;

namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>
/// <c>tokenizer.json</c> of a vocabulary in SentencePiece's manner: spaces are written ▁, the text is not cut into words, and characters
/// that are not in the vocabulary become bytes. Microsoft.ML.Tokenizers has no such kind: its byte pairs know no bytes for unknown characters.
/// </summary>
internal sealed class PieceTokenizer(AddedTokens added, PieceVocabulary vocabulary, TextRewriting rewriting) : TextTokenizer(added)
{
    private const char Space = '▁';

    private protected override IEnumerable<int> EncodePart(string text, TextPlace place)
    {
        var pieces = new List<int>(text.Length);
        foreach (var rune in rewriting.Apply(text, place).EnumerateRunes()) vocabulary.Append(rune.ToString(), pieces);
        return vocabulary.Merges.Apply([.. pieces]);
    }

    private protected override string DecodePieces(IReadOnlyList<int> tokens)
    {
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            if (vocabulary.ByteOf(token) is { } value) bytes.Add(value);
            else if ((Added.Find(token)?.Content ?? vocabulary.NameOf(token)?.Replace(Space, ' ')) is { } text) bytes.AddRange(Encoding.UTF8.GetBytes(text));
        }

        var whole = Encoding.UTF8.GetString([.. bytes]);
        return rewriting.AddsSpace && whole.StartsWith(' ') ? whole[1..] : whole;
    }
}
