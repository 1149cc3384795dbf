namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>Turns text into the tokens of a model, and back. Members may be called from several threads.</summary>
public abstract class TextTokenizer
{
    /// <summary>The token that the model expects at the beginning of every text; null where it expects none.</summary>
    public required int? Begin { get; init; }

    /// <summary>The tokens that end a text.</summary>
    public required IReadOnlyList<int> Ends { get; init; }

    /// <summary>Turns text into tokens, as they stand within a text: without <see cref="Begin"/>.</summary>
    /// <param name="text">The text. Names of special tokens in it stand for these tokens.</param>
    /// <returns>The tokens.</returns>
    public abstract IReadOnlyList<int> Encode(string text);

    /// <summary>Turns tokens into text.</summary>
    /// <param name="tokens">The tokens; special ones leave nothing.</param>
    /// <returns>The text; bytes that are no UTF-8 become U+FFFD.</returns>
    public abstract string Decode(IReadOnlyList<int> tokens);

    /// <summary>Turns a whole text into tokens, <see cref="Begin"/> before them where the model expects it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The tokens.</returns>
    public IReadOnlyList<int> EncodeWhole(string text) => Begin is { } begin ? [begin, .. Encode(text)] : Encode(text);
}
