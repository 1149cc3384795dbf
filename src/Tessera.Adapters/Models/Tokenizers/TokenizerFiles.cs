using Microsoft.ML.Tokenizers;
using Tessera.Adapters.Models.Folders;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>Finds and opens the tokenizer of a model's folder.</summary>
internal static class TokenizerFiles
{
    /// <exception cref="TesseraException">There is none, or it cannot be read (TESS5207).</exception>
    public static TextTokenizer Open(string folder, ModelConfig config)
    {
        var path = Path.Combine(folder, "tokenizer.model");
        if (!File.Exists(path)) throw Unfit(folder, "there is neither tokenizer.json nor tokenizer.model");
        try
        {
            using var stream = File.OpenRead(path);
            var tokenizer = SentencePieceTokenizer.Create(stream);
            return new SentencePieceModel(tokenizer) { Begin = tokenizer.BeginningOfSentenceId, Ends = [tokenizer.EndOfSentenceId] };
        }
        catch (Exception malformed) when (malformed is not TesseraException)
        {
            throw Unfit(path, malformed.Message);
        }
    }

    private static TesseraException Unfit(string path, string reason) =>
        new(Diagnostic.Error("TESS5207", $"The model's tokenizer cannot be read: {reason}.", new SourceLocation(path), "Fetch the model again."));
}
