using Tessera.Adapters.Models.Folders;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>Finds and opens the tokenizer of a model's folder: <c>tokenizer.json</c>, or else <c>tokenizer.model</c>.</summary>
internal static class TokenizerFiles
{
    /// <exception cref="TesseraException">There is none, or it cannot be read (TESS5207).</exception>
    public static TextTokenizer Open(string folder, ModelConfig config)
    {
        var settings = TokenizerSettings.Read(folder, config);
        var (json, pieces) = (Path.Combine(folder, "tokenizer.json"), Path.Combine(folder, "tokenizer.model"));
        if (File.Exists(json)) return Read(json, path => TokenizerJson.Open(path, settings));
        if (File.Exists(pieces)) return Read(pieces, path => SentencePieceModel.Open(path, settings));
        throw Unfit(folder, "there is neither tokenizer.json nor tokenizer.model", "Fetch the model's tokenizer, too.");
    }

    /// <summary>Opens a tokenizer that <see cref="TokenizerWriter"/> wrote, beside which there is no configuration of a model yet.</summary>
    public static TextTokenizer OpenNew(string folder) =>
        TokenizerJson.Open(Path.Combine(folder, "tokenizer.json"), new TokenizerSettings(AddBegin: true, TokenizerWriter.Begin, TokenizerWriter.End, [TokenizerWriter.EndId]));

    public static TesseraException Unfit(string path, string reason, string remedy = "Fetch the model's tokenizer again.") =>
        new(Diagnostic.Error("TESS5207", $"The model's tokenizer cannot be read: {reason}.", new SourceLocation(path), remedy));

    private static TextTokenizer Read(string path, Func<string, TextTokenizer> open)
    {
        try
        {
            return open(path);
        }
        catch (Exception malformed) when (malformed is not TesseraException)
        {
            // The file may come from anyone, and its reader says in many ways what is wrong with it.
            throw Unfit(path, malformed.Message.TrimEnd('.'));
        }
    }
}
