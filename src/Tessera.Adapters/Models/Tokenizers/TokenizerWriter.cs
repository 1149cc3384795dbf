using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>Writes a byte-level tokenizer as Hugging Face has it: <c>tokenizer.json</c> and <c>tokenizer_config.json</c>.</summary>
internal static class TokenizerWriter
{
    public const string Begin = "<s>";
    public const int BeginId = 0;
    public const string End = "</s>";
    public const int EndId = 1;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>Writes the two files.</summary>
    /// <param name="folder">The folder of the model.</param>
    /// <param name="merges">The merges; the pieces are the two special ones, the bytes, and what each merge makes.</param>
    /// <returns>How many pieces there are.</returns>
    public static int Write(string folder, IReadOnlyList<(string Left, string Right)> merges)
    {
        var pieces = new JsonObject();
        foreach (var piece in ((string[])[Begin, End]).Concat(Enumerable.Range(0, 256).Select(value => ByteCharacters.Of((byte)value).ToString())).Concat(merges.Select(merge => merge.Left + merge.Right)))
            pieces.TryAdd(piece, pieces.Count);
        var tokenizer = new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray(Special(Begin, BeginId), Special(End, EndId)),
            ["normalizer"] = null,
            ["pre_tokenizer"] = ByteLevel(),
            ["post_processor"] = JsonSerializer.SerializeToNode(new
            {
                type = "TemplateProcessing",
                single = new object[] { new { SpecialToken = new { id = Begin, type_id = 0 } }, new { Sequence = new { id = "A", type_id = 0 } } },
                pair = new object[] { new { SpecialToken = new { id = Begin, type_id = 0 } }, new { Sequence = new { id = "A", type_id = 0 } }, new { Sequence = new { id = "B", type_id = 0 } } },
                special_tokens = new Dictionary<string, object> { [Begin] = new { id = Begin, ids = new[] { BeginId }, tokens = new[] { Begin } } },
            }),
            ["decoder"] = ByteLevel(),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = null,
                ["end_of_word_suffix"] = null,
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["ignore_merges"] = false,
                ["vocab"] = pieces,
                ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)$"{merge.Left} {merge.Right}")]),
            },
        };
        var settings = new JsonObject { ["tokenizer_class"] = "PreTrainedTokenizerFast", ["bos_token"] = Begin, ["eos_token"] = End, ["add_bos_token"] = true, ["clean_up_tokenization_spaces"] = false };
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), tokenizer.ToJsonString(Json) + "\n");
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), settings.ToJsonString(Json) + "\n");
        return pieces.Count;
    }

    private static JsonObject ByteLevel() => new() { ["type"] = "ByteLevel", ["add_prefix_space"] = true, ["trim_offsets"] = true, ["use_regex"] = true };

    private static JsonObject Special(string content, int id) => new()
    {
        ["id"] = id, ["content"] = content, ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false, ["special"] = true,
    };
}
