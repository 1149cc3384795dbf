namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>Turns text into the tokens of a model, and back. Members may be called from several threads.</summary>
public abstract class TextTokenizer
{
    private readonly AddedTokens _added;

    private protected TextTokenizer(AddedTokens added) => _added = added;

    /// <summary>The token that the model expects at the beginning of every text; null where it expects none.</summary>
    public int? Begin { get; internal init; }

    /// <summary>The tokens that end a text.</summary>
    public IReadOnlyList<int> Ends { get; internal init; } = [];

    /// <summary>Turns text into tokens, as they stand within a text: without <see cref="Begin"/>.</summary>
    /// <param name="text">The text. Names of special tokens in it stand for these tokens.</param>
    /// <returns>The tokens.</returns>
    public IReadOnlyList<int> Encode(string text) => Encode(text, TextPlace.Beginning);

    /// <summary>
    /// Turns text into the tokens with which it follows other text: no space is put before it, so that <see cref="DecodeAfter"/> gives it back.
    /// It is cut into tokens on its own; a token that would begin in the text before is not made.
    /// </summary>
    /// <param name="text">The text. Names of special tokens in it stand for these tokens.</param>
    /// <returns>The tokens.</returns>
    public IReadOnlyList<int> EncodeAfter(string text) => Encode(text, TextPlace.Continuing);

    /// <summary>Turns a whole text into tokens, <see cref="Begin"/> before them where the model expects it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The tokens.</returns>
    public IReadOnlyList<int> EncodeWhole(string text) => Begin is { } begin ? [begin, .. Encode(text)] : Encode(text);

    /// <summary>Turns tokens into text.</summary>
    /// <param name="tokens">The tokens; special ones, and ids that no token has, leave nothing.</param>
    /// <returns>The text; bytes that are no UTF-8 become U+FFFD.</returns>
    public string Decode(IReadOnlyList<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return DecodePieces([.. tokens.Where(token => _added.Find(token) is not { Special: true })]);
    }

    /// <summary>Turns tokens into the text that they add after others: a space at their beginning stays, which a text of its own would lose.</summary>
    /// <param name="context">The tokens before.</param>
    /// <param name="tokens">The tokens.</param>
    /// <returns>The text.</returns>
    public string DecodeAfter(IReadOnlyList<int> context, IReadOnlyList<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Count == 0) return Decode(tokens);
        IReadOnlyList<int> last = [context[^1]];
        var (before, whole) = (Decode(last), Decode([.. last, .. tokens]));
        // A character may have begun in the context and be whole only now.
        return whole.StartsWith(before, StringComparison.Ordinal) ? whole[before.Length..] : Decode(tokens);
    }

    private protected AddedTokens Added => _added;

    private protected abstract IEnumerable<int> EncodePart(string text, TextPlace place);

    private protected abstract string DecodePieces(IReadOnlyList<int> tokens);

    private List<int> Encode(string text, TextPlace place)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new List<int>();
        foreach (var (part, token) in _added.Cut(text))
        {
            if (token is not null) tokens.Add(token.Id);
            else tokens.AddRange(EncodePart(part!, place));
            place = TextPlace.BehindToken;
        }

        return tokens;
    }
}
