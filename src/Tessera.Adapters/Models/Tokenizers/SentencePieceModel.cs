using Microsoft.ML.Tokenizers;

namespace Tessera.Adapters.Models.Tokenizers;

/// <summary><c>tokenizer.model</c>: byte-pair pieces of SentencePiece.</summary>
internal sealed class SentencePieceModel : TextTokenizer
{
    private readonly SentencePieceTokenizer _tokenizer;

    private SentencePieceModel(SentencePieceTokenizer tokenizer, AddedTokens added) : base(added) => _tokenizer = tokenizer;

    public static SentencePieceModel Open(string path, TokenizerSettings settings)
    {
        using var stream = File.OpenRead(path);
        var tokenizer = SentencePieceTokenizer.Create(stream);
        var special = new[] { (tokenizer.UnknownToken, tokenizer.UnknownId), (tokenizer.BeginningOfSentenceToken, tokenizer.BeginningOfSentenceId), (tokenizer.EndOfSentenceToken, tokenizer.EndOfSentenceId) };
        var added = new AddedTokens([.. special.Where(token => token.Item2 >= 0).Select(token => new AddedToken(token.Item1, token.Item2, Special: true))]);
        return new SentencePieceModel(tokenizer, added)
        {
            Begin = settings.AddBegin == false ? null : tokenizer.BeginningOfSentenceId,
            Ends = settings.Ends.Count > 0 ? settings.Ends : [tokenizer.EndOfSentenceId],
        };
    }

    private protected override IEnumerable<int> EncodePart(string text, bool first) => _tokenizer.EncodeToIds(text, addBeginningOfSentence: false, addEndOfSentence: false);

    private protected override string DecodePieces(IReadOnlyList<int> tokens) => _tokenizer.Decode(tokens, considerSpecialTokens: false);
}
