using Tessera.Adapters.Models.Folders;

namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>What stands beside a tokenizer's file and decides how texts begin and end.</summary>
/// <param name="AddBegin">Whether a text begins with a token of its own; null where nobody says it.</param>
/// <param name="BeginToken">How that token is written; null where nobody says it.</param>
/// <param name="EndToken">How the token is written that ends texts; null where nobody says it.</param>
/// <param name="Ends">The ids of tokens that end texts.</param>
internal sealed record TokenizerSettings(bool? AddBegin, string? BeginToken, string? EndToken, IReadOnlyList<int> Ends)
{
    public static TokenizerSettings Read(string folder, ModelConfig model)
    {
        var own = ReadIfThere(folder, "tokenizer_config.json");
        var ends = ReadIfThere(folder, "generation_config.json")?.Tokens("eos_token_id") ?? [];
        return new TokenizerSettings(
            own?.Has("add_bos_token") == true ? own.Flag("add_bos_token", false) : null, own?.TokenText("bos_token"), own?.TokenText("eos_token"),
            [.. model.Tokens("eos_token_id").Concat(ends).Distinct()]);
    }

    private static ModelConfig? ReadIfThere(string folder, string name) => File.Exists(Path.Combine(folder, name)) ? ModelConfig.Read(folder, name) : null;
}
