using Tessera.Adapters.Models.Tokenizers;
using Tessera.Adapters.Training.Data;

namespace Tessera.Adapters.Pretraining;

/// <summary>Texts one after another, cut into pieces of one length, so that nothing is padded.</summary>
internal static class PackedText
{
    /// <summary>Cuts texts into pieces; each begins with the token that the one before it ends with, and what is left at the end is not used.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="texts">The texts; each gets the beginning and the end that the tokenizer gives a text.</param>
    /// <param name="length">How many tokens of a piece are foretold.</param>
    /// <returns>The pieces.</returns>
    public static IReadOnlyList<TrainingExample> Pack(TextTokenizer tokenizer, IEnumerable<string> texts, int length)
    {
        int[] tokens = [.. texts.SelectMany(text => Encode(tokenizer, text))];
        return [.. Enumerable.Range(0, Math.Max(0, tokens.Length - 1) / length).Select(piece => new TrainingExample(new TrainingText(new ArraySegment<int>(tokens, piece * length, length + 1), 1)))];
    }

    /// <summary>A text with its beginning and its end.</summary>
    public static IReadOnlyList<int> Encode(TextTokenizer tokenizer, string text) => [.. tokenizer.EncodeWhole(text), .. tokenizer.Ends.Take(1)];
}
