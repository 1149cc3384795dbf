using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>Reads <c>tokenizer.json</c> of Hugging Face: byte pairs over bytes, or over characters in SentencePiece's manner.</summary>
internal static class TokenizerJson
{
    // GPT-2's pattern, which a ByteLevel step stands for.
    internal const string Words = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    public static TextTokenizer Open(string path, TokenizerSettings settings)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path), Options);
        var (root, model) = (json.RootElement, json.RootElement.GetProperty("model"));
        if (model.TryGetProperty("type", out var kind) && kind.GetString() != "BPE") throw new NotSupportedException($"it is of the kind {kind.GetString()}, and BPE is needed");
        foreach (var affix in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (model.TryGetProperty(affix, out var written) && written.ValueKind == JsonValueKind.String && written.GetString() != "") throw new NotSupportedException($"its pieces have a {affix}");
        }

        var added = new AddedTokens([.. Section(root, "added_tokens") is { } tokens ? tokens.EnumerateArray().Select(ReadAdded) : []]);
        IReadOnlyList<int> ends = settings.Ends.Count > 0 ? settings.Ends : Id(settings.EndToken) is { } end ? [end] : [];
        var begin = settings.AddBegin switch
        {
            true => Id(settings.BeginToken),
            false => null,
            null => Section(root, "post_processor") is { } ending ? FirstToken(ending) : null,
        };
        var steps = Section(root, "pre_tokenizer") is { } cutting ? Flatten(cutting).ToList() : [];
        return steps.Find(step => TypeOf(step) == "ByteLevel") is { ValueKind: JsonValueKind.Object } byteLevel
            ? ByteLevel(root, model, added, steps, byteLevel, begin, ends)
            : new PieceTokenizer(added, new PieceVocabulary(model), TextRewriting.Read(Section(root, "normalizer"), Section(root, "pre_tokenizer"))) { Begin = begin, Ends = ends };

        int? Id(string? name) => name is null ? null : added.Find(name)?.Id ?? (model.GetProperty("vocab").TryGetProperty(name, out var id) ? id.GetInt32() : null);
    }

    private static ByteLevelTokenizer ByteLevel(JsonElement root, JsonElement model, AddedTokens added, List<JsonElement> steps, JsonElement byteLevel, int? begin, IReadOnlyList<int> ends)
    {
        if (Section(root, "normalizer") is { } normalizer) throw new NotSupportedException($"it rewrites texts before it cuts them into bytes: {TypeOf(normalizer)}");
        var pattern = steps.Count == 1 && Flag(byteLevel, "use_regex", true) ? Words
            : steps.Count == 1 ? null
            : steps.Count == 2 && !Flag(byteLevel, "use_regex", true) && TypeOf(steps[0]) == "Split" && steps[0].GetProperty("behavior").GetString() == "Isolated" && !Flag(steps[0], "invert", false)
                && steps[0].GetProperty("pattern").TryGetProperty("Regex", out var regex) ? regex.GetString()
            : throw new NotSupportedException($"it cuts texts in a way that is not known: {string.Join(", ", steps.Select(TypeOf))}");
        var tokenizer = BpeTokenizer.Create(new BpeOptions(model.GetProperty("vocab").EnumerateObject().Select(piece => KeyValuePair.Create(piece.Name, piece.Value.GetInt32())))
        {
            Merges = PieceVocabulary.ReadMerges(model).Select(pair => $"{pair.Left} {pair.Right}"), ByteLevel = true,
        });
        return new ByteLevelTokenizer(
            added, tokenizer, pattern is null ? null : new Regex(pattern, RegexOptions.CultureInvariant), Flag(model, "ignore_merges", false), Flag(byteLevel, "add_prefix_space", false)) { Begin = begin, Ends = ends };
    }

    private static AddedToken ReadAdded(JsonElement token) =>
        new(token.GetProperty("content").GetString()!, token.GetProperty("id").GetInt32(), Flag(token, "special", false), Flag(token, "lstrip", false), Flag(token, "rstrip", false));

    // The token that a template puts before a text.
    private static int? FirstToken(JsonElement processor) => TypeOf(processor) switch
    {
        "Sequence" => processor.GetProperty("processors").EnumerateArray().Select(FirstToken).FirstOrDefault(token => token is not null),
        "TemplateProcessing" when processor.GetProperty("single") is var parts && parts.GetArrayLength() > 0 && parts[0].TryGetProperty("SpecialToken", out var first) =>
            processor.GetProperty("special_tokens").GetProperty(first.GetProperty("id").GetString()!).GetProperty("ids")[0].GetInt32(),
        _ => null,
    };

    private static IEnumerable<JsonElement> Flatten(JsonElement step) => TypeOf(step) == "Sequence" ? step.GetProperty("pretokenizers").EnumerateArray().SelectMany(Flatten) : [step];

    private static string TypeOf(JsonElement step) => step.GetProperty("type").GetString()!;

    private static bool Flag(JsonElement section, string name, bool standard) => section.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : standard;

    private static JsonElement? Section(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
