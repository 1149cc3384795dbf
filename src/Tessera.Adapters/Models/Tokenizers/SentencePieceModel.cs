using Microsoft.ML.Tokenizers;

namespace Tessera.Adapters.Models.Tokenizers;

/// <summary><c>tokenizer.model</c>: byte-pair pieces of SentencePiece.</summary>
internal sealed class SentencePieceModel(SentencePieceTokenizer tokenizer) : TextTokenizer
{
    public override IReadOnlyList<int> Encode(string text) => tokenizer.EncodeToIds(text, addBeginningOfSentence: false, addEndOfSentence: false);

    public override string Decode(IReadOnlyList<int> tokens) => tokenizer.Decode(tokens, considerSpecialTokens: false);
}
