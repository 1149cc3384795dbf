using Tessera.Adapters.Models.Tokenizers;
using Tessera.Adapters.Training.Data;

namespace Tessera.Adapters.Pretraining;

/// <summary>Turns documents into examples of one length at most.</summary>
internal static class PackedText
{
    /// <summary>
    /// Whole texts one after another, cut into pieces, so that nothing is padded: each begins with the token that the one before it ends with, and what is left at the end is
    /// not used. Where documents have prompts, each is an example by itself, cut at the length.
    /// </summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="documents">The documents; each gets the beginning and the end that the tokenizer gives a text.</param>
    /// <param name="length">How many tokens of an example are foretold.</param>
    /// <returns>The examples.</returns>
    public static IReadOnlyList<TrainingExample> Pack(TextTokenizer tokenizer, IReadOnlyCollection<Document> documents, int length)
    {
        if (documents.Any(document => document.Prompt.Length > 0))
        {
            return [.. documents.Select(document => Encode(tokenizer, document)).Where(text => text.Given <= length)
                .Select(text => new TrainingExample(text with { Tokens = [.. text.Tokens.Take(length + 1)] }))];
        }

        int[] tokens = [.. documents.SelectMany(document => Encode(tokenizer, document).Tokens)];
        return [.. Enumerable.Range(0, Math.Max(0, tokens.Length - 1) / length).Select(piece => new TrainingExample(new TrainingText(new ArraySegment<int>(tokens, piece * length, length + 1), 1)))];
    }

    /// <summary>A document with its beginning and its end.</summary>
    public static TrainingText Encode(TextTokenizer tokenizer, Document document)
    {
        var given = document.Prompt.Length > 0 ? tokenizer.EncodeWhole(document.Prompt) : [];
        var learned = document.Prompt.Length > 0 ? tokenizer.EncodeAfter(document.Text) : tokenizer.EncodeWhole(document.Text);
        return new TrainingText([.. given, .. learned, .. tokenizer.Ends.Take(1)], Math.Max(1, given.Count));
    }
}
