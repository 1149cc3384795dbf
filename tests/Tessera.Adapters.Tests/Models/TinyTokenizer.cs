using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tessera.Adapters.Tests.Models;

/// <summary>A tokenizer of letters: each of the first tokens after the two special ones is one letter or a space.</summary>
internal static class TinyTokenizer
{
    public static string Json(int size)
    {
        const string letters = "Ġabcdefghijklmnopqrstuvwxyz.,!?0123456789";
        var vocabulary = new JsonObject { ["<s>"] = 0, ["</s>"] = 1 };
        foreach (var (letter, index) in letters.Take(size - 2).Select((letter, index) => (letter, index))) vocabulary[letter.ToString()] = index + 2;
        return new JsonObject
        {
            ["added_tokens"] = new JsonArray(Special("<s>", 0), Special("</s>", 1)),
            ["normalizer"] = null,
            ["pre_tokenizer"] = JsonSerializer.SerializeToNode(new { type = "ByteLevel", add_prefix_space = false, use_regex = true }),
            ["post_processor"] = null,
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = new JsonArray() },
        }.ToJsonString();
    }

    private static JsonObject Special(string content, int id) => new() { ["id"] = id, ["content"] = content, ["special"] = true };
}
