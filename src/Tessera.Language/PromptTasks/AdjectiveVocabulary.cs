using System.Text.Json;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Language.PromptTasks;

/// <summary>The words of hyperbaton.</summary>
/// <param name="Classes">The adjectives of each class, in the order in which English puts the classes.</param>
/// <param name="Nouns">The nouns.</param>
internal sealed record AdjectiveVocabulary(IReadOnlyList<IReadOnlyList<string>> Classes, IReadOnlyList<string> Nouns)
{
    /// <summary>Reads a file with <c>order</c>, the names of the classes, and <c>words</c>, the words of each and of <c>noun</c>.</summary>
    /// <exception cref="TesseraException">TESS6602 or TESS6603.</exception>
    public static async Task<AdjectiveVocabulary> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var file = new TaskFile(path);
        using var document = file.Parse(await file.ReadAsync(cancellationToken).ConfigureAwait(false));
        var order = WordsOf(file, document.RootElement, "order", "order");
        if (order.Count < 2) throw file.Malformed("There are fewer than two classes of adjectives.", keyPath: "order");
        var words = document.RootElement.TryGetProperty("words", out var found) ? found : throw file.Malformed("'words' is missing.");
        return new AdjectiveVocabulary([.. order.Select(name => WordsOf(file, words, name, $"words.{name}"))], WordsOf(file, words, "noun", "words.noun"));
    }

    private static List<string> WordsOf(TaskFile file, JsonElement owner, string name, string keyPath)
    {
        if (owner.ValueKind != JsonValueKind.Object || !owner.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            throw file.Malformed($"'{name}' is missing, empty or no list.", keyPath: keyPath);
        return [.. list.EnumerateArray().Select(word => word.ValueKind == JsonValueKind.String ? word.GetString()! : throw file.Malformed("A word is no text.", keyPath: keyPath))];
    }
}
