using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Adapters.Models.Tokenizers;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Tests.Models;

/// <summary>Both kinds of tokenizer.json are read: byte pairs over bytes, and over characters in SentencePiece's manner.</summary>
public sealed class TokenizerSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bytes_are_paired_by_rank_within_words()
    {
        var tokenizer = ByteLevel(["h e", "l l", "o Ġ", "he ll", "hell o", "Ġ w", "1 2"]);

        Names(tokenizer, "hello world hell").Should().Equal("hello", "Ġw", "o", "r", "l", "d", "Ġ", "hell");
        Names(tokenizer, "he'll 123").Should().Equal(["he", "'", "ll", "Ġ", "12", "3"]);
        Names(tokenizer, "é").Should().Equal("Ã", "©");
        Names(tokenizer, "o hello").Should().Equal(["o", "Ġ", "hello"], "no pair crosses the words' border");
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello world")]
    [InlineData("  two  spaces \t and\ntabs \n")]
    [InlineData("café — naïve résumé 中文 🙂👩‍🚀")]
    [InlineData("\0\u001f\u00ad\u00a0")]
    public void Every_text_comes_back_from_bytes(string text)
    {
        var tokenizer = ByteLevel(["h e", "l l", "he ll", "Ã ©"]);
        tokenizer.Decode(tokenizer.Encode(text)).Should().Be(text);
    }

    [Fact]
    public void Added_tokens_are_cut_out_before_words_are()
    {
        var tokenizer = ByteLevel(["h e"], ("<|end|>", true), ("  ", false), ("    ", false));

        Names(tokenizer, "he    he<|end|>he  ").Should().Equal("he", "    ", "he", "<|end|>", "he", "  ");
        tokenizer.Decode(tokenizer.Encode("he    he<|end|>he  ")).Should().Be("he    hehe  ", "special tokens leave nothing, others their text");
    }

    [Fact]
    public void Llama_3_takes_whole_words_of_its_vocabulary_and_a_pattern_of_its_own()
    {
        var json = ByteLevelJson(["a b"]);
        json["pre_tokenizer"] = JsonNode.Parse(
            """{ "type": "Sequence", "pretokenizers": [ { "type": "Split", "pattern": { "Regex": "\\p{N}{1,3}| ?\\p{L}+|\\s+" }, "behavior": "Isolated", "invert": false }, { "type": "ByteLevel", "add_prefix_space": false, "use_regex": false } ] }""");
        json["model"]!["vocab"]!["Ġxyz"] = 999;

        Names(Open(json), "ab xyz").Should().Equal("ab", "Ġ", "x", "y", "z");
        json["model"]!["ignore_merges"] = true;
        Names(Open(json), "ab xyz").Should().Equal("ab", "Ġxyz");
        Names(Open(json), "1234").Should().Equal("1", "2", "3", "4");
    }

    [Fact]
    public void A_text_can_begin_with_a_token_of_its_own_or_none()
    {
        var json = ByteLevelJson([], ("<s>", true), ("</s>", true));
        json["post_processor"] = JsonNode.Parse("""
            { "type": "Sequence", "processors": [ { "type": "ByteLevel" }, { "type": "TemplateProcessing", "single": [ { "SpecialToken": { "id": "<s>", "type_id": 0 } }, { "Sequence": { "id": "A", "type_id": 0 } } ],
              "special_tokens": { "<s>": { "id": "<s>", "ids": [1000], "tokens": ["<s>"] } } } ] }
            """);

        Open(json).Begin.Should().Be(1000);
        Open(json, new TokenizerSettings(false, "<s>", "</s>", [])).Begin.Should().BeNull();
        Open(json, new TokenizerSettings(true, "</s>", "</s>", [])).Begin.Should().Be(1001);
        Open(json, new TokenizerSettings(null, null, "</s>", [])).Ends.Should().Equal(1001);
        Open(json, new TokenizerSettings(null, null, "</s>", [7, 8])).Ends.Should().Equal(7, 8);
    }

    [Fact]
    public void Pieces_with_a_mark_of_spaces_are_read_in_the_newer_way_too()
    {
        JsonObject Json(string scheme) => new()
        {
            ["added_tokens"] = new JsonArray(Added("<s>", 1, true)),
            ["pre_tokenizer"] = new JsonObject { ["type"] = "Metaspace", ["replacement"] = "▁", ["prepend_scheme"] = scheme, ["split"] = false },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE", ["unk_token"] = "<unk>", ["fuse_unk"] = true,
                ["vocab"] = new JsonObject { ["<unk>"] = 0, ["<s>"] = 1, ["▁"] = 2, ["a"] = 3, ["b"] = 4, ["▁a"] = 5, ["ab"] = 6 },
                ["merges"] = new JsonArray(new JsonArray("▁", "a"), new JsonArray("a", "b")),
            },
        };

        Open(Json("first")).Encode("ab b<s>ab").Should().Equal([5, 4, 2, 4, 1, 6], "only the beginning gets a space, and the first merge takes its a");
        Open(Json("always")).Encode("ab<s>ab").Should().Equal(5, 4, 1, 5, 4);
        Open(Json("never")).Encode("ab<s>ab").Should().Equal(6, 1, 6);
        Open(Json("first")).Encode("aéüb").Should().Equal([5, 0, 4], "unknown characters that follow each other are one unknown token");
        Open(Json("first")).Decode([5, 4, 2, 4]).Should().Be("ab b");
        Open(Json("never")).Decode([2, 4]).Should().Be(" b");
        foreach (var scheme in (string[])["first", "always", "never"])
        {
            Open(Json(scheme)).EncodeAfter("ab b<s>").Should().Equal([6, 2, 4, 1], "a text that goes on gets no space");
            Open(Json(scheme)).EncodeAfter(" ab").Should().Equal(5, 4);
        }
    }

    [Fact]
    public void Bytes_of_a_text_that_goes_on_get_no_space_either()
    {
        var json = ByteLevelJson(["Ġ h"]);
        json["pre_tokenizer"]!["add_prefix_space"] = true;
        var tokenizer = Open(json);

        Names(tokenizer, "ha").Should().Equal("Ġh", "a");
        tokenizer.EncodeAfter("ha").Should().Equal('h', 'a');
        tokenizer.EncodeAfter(" ha").Should().Equal(tokenizer.Encode("ha"));
    }

    [Fact]
    public void Merging_by_a_queue_gives_what_merging_one_pair_after_another_gives()
    {
        var numbers = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var merges = new Dictionary<(int, int), (int Rank, int Merged)>();
            for (var rank = 0; rank < 25; rank++) merges.TryAdd((numbers.Next(4 + rank), numbers.Next(4 + rank)), (rank, 4 + rank));
            var pieces = Enumerable.Range(0, numbers.Next(40)).Select(_ => numbers.Next(4)).ToArray();

            new BytePairMerges(merges).Apply([.. pieces]).Should().Equal(MergeSlowly([.. pieces], merges));
        }
    }

    [Theory]
    [InlineData("""{ "model": { "type": "Unigram" } }""", "Unigram")]
    [InlineData("""{ "model": { "type": "BPE", "continuing_subword_prefix": "##", "vocab": {}, "merges": [] } }""", "continuing_subword_prefix")]
    [InlineData("""{ "model": { "type": "BPE", "vocab": { "a": 0 }, "merges": ["a b"] } }""", "cannot be read")]
    [InlineData("""{ "model": { "type": "BPE", "vocab": { "a": 0 }, "merges": ["a"] } }""", "not one of two pieces")]
    [InlineData("""{ "normalizer": { "type": "BertNormalizer" }, "model": { "type": "BPE", "vocab": {}, "merges": [] } }""", "BertNormalizer")]
    [InlineData("""{ "pre_tokenizer": { "type": "Sequence", "pretokenizers": [ { "type": "Digits" }, { "type": "ByteLevel" } ] }, "model": { "type": "BPE", "vocab": {}, "merges": [] } }""", "Digits, ByteLevel")]
    [InlineData("""{ "added_tokens": 3, "model": { "vocab": {}, "merges": [] } }""", "cannot be read")]
    [InlineData("{", "cannot be read")]
    public void What_cannot_be_read_is_refused_with_the_reason(string json, string reason)
    {
        _folder.File("tokenizer.json", json);
        _folder.File("config.json", "{}");
        var open = () => TokenizerFiles.Open(_folder.Path, Adapters.Models.Folders.ModelConfig.Read(_folder.Path));
        open.Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => problem.Id == "TESS5207" && problem.Message.Contains(reason));
    }

    private static List<int> MergeSlowly(List<int> pieces, Dictionary<(int, int), (int Rank, int Merged)> merges)
    {
        while (true)
        {
            var best = Enumerable.Range(0, Math.Max(0, pieces.Count - 1)).Where(place => merges.ContainsKey((pieces[place], pieces[place + 1]))).OrderBy(place => merges[(pieces[place], pieces[place + 1])].Rank).Cast<int?>().FirstOrDefault();
            if (best is not { } place) return pieces;
            pieces[place] = merges[(pieces[place], pieces[place + 1])].Merged;
            pieces.RemoveAt(place + 1);
        }
    }

    private TextTokenizer ByteLevel(string[] merges, params (string Content, bool Special)[] added) => Open(ByteLevelJson(merges, added));

    private static JsonObject ByteLevelJson(string[] merges, params (string Content, bool Special)[] added)
    {
        var vocabulary = new JsonObject();
        for (var value = 0; value < 256; value++) vocabulary[ByteCharacters.Of((byte)value).ToString()] = value;
        foreach (var merge in merges) vocabulary[merge.Replace(" ", "", StringComparison.Ordinal)] = vocabulary.Count;
        return new JsonObject
        {
            ["added_tokens"] = new JsonArray([.. added.Select((token, index) => Added(token.Content, 1000 + index, token.Special))]),
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true },
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)merge)]) },
        };
    }

    private static JsonObject Added(string content, int id, bool special) => new() { ["id"] = id, ["content"] = content, ["special"] = special };

    private TextTokenizer Open(JsonObject json, TokenizerSettings? settings = null) => TokenizerJson.Open(_folder.File("tokenizer.json", json.ToJsonString()), settings ?? new TokenizerSettings(null, null, null, []));

    private List<string> Names(TextTokenizer tokenizer, string text)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.Path, "tokenizer.json")));
        var names = json.RootElement.GetProperty("model").GetProperty("vocab").EnumerateObject().ToDictionary(piece => piece.Value.GetInt32(), piece => piece.Name);
        foreach (var token in json.RootElement.GetProperty("added_tokens").EnumerateArray()) names[token.GetProperty("id").GetInt32()] = token.GetProperty("content").GetString()!;
        return [.. tokenizer.Encode(text).Select(id => names[id])];
    }
}
