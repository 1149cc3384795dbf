using Microsoft.ML.Tokenizers;

namespace Tessera.Adapters.Models.Tokenizers;

/// <summary><c>tokenizer.model</c>: byte-pair pieces of SentencePiece.</summary>
internal sealed class SentencePieceModel : TextTokenizer
{
    // A second normalizer_spec { add_dummy_prefix: false }: what stands later in a message of protocol buffers is merged into what stood before.
    private static readonly byte[] WithoutPrefix = [0x1A, 0x02, 0x18, 0x00];

    private readonly SentencePieceTokenizer _tokenizer, _continuing;

    private SentencePieceModel(SentencePieceTokenizer tokenizer, SentencePieceTokenizer continuing, AddedTokens added) : base(added) => (_tokenizer, _continuing) = (tokenizer, continuing);

    public static SentencePieceModel Open(string path, TokenizerSettings settings)
    {
        var model = File.ReadAllBytes(path);
        var tokenizer = Create(model);
        var special = new[] { (tokenizer.UnknownToken, tokenizer.UnknownId), (tokenizer.BeginningOfSentenceToken, tokenizer.BeginningOfSentenceId), (tokenizer.EndOfSentenceToken, tokenizer.EndOfSentenceId) };
        var added = new AddedTokens([.. special.Where(token => token.Item2 >= 0).Select(token => new AddedToken(token.Item1, token.Item2, Special: true))]);
        return new SentencePieceModel(tokenizer, Create([.. model, .. WithoutPrefix]), added)
        {
            Begin = settings.AddBegin == false ? null : tokenizer.BeginningOfSentenceId,
            Ends = settings.Ends.Count > 0 ? settings.Ends : [tokenizer.EndOfSentenceId],
        };
    }

    private protected override IEnumerable<int> EncodePart(string text, TextPlace place) =>
        (place == TextPlace.Continuing ? _continuing : _tokenizer).EncodeToIds(text, addBeginningOfSentence: false, addEndOfSentence: false);

    private protected override string DecodePieces(IReadOnlyList<int> tokens) => _tokenizer.Decode(tokens, considerSpecialTokens: false);

    private static SentencePieceTokenizer Create(byte[] model)
    {
        using var stream = new MemoryStream(model);
        return SentencePieceTokenizer.Create(stream);
    }
}
