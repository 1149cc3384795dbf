using System.Text.Json;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Pretraining;

/// <summary>Reads the documents of a text: one a line, as it stands or, in a file <c>.jsonl</c>, as the members <c>text</c> and <c>prompt</c> of a JSON object.</summary>
internal static class Documents
{
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <exception cref="TesseraException">TESS5572: a line of a <c>.jsonl</c> file is no such object.</exception>
    public static List<Document> Read(string path)
    {
        var isJson = path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);
        return [.. File.ReadLines(path).Index()
            .Where(line => !string.IsNullOrWhiteSpace(line.Item))
            .Select(line => isJson ? Parse(line.Item) ?? throw Malformed(path, line.Index + 1) : new Document("", line.Item))
            .Where(document => !string.IsNullOrWhiteSpace(document.Text))];
    }

    private static Document? Parse(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line, _strict);
            return json.RootElement.ValueKind == JsonValueKind.Object && TextOf(json.RootElement, "text") is { } text ? new Document(TextOf(json.RootElement, "prompt") ?? "", text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement row, string name) => row.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static TesseraException Malformed(string path, int line) => new(Diagnostic.Error(
        "TESS5572", "The line is no document.", new SourceLocation(path, line, 1), "Write {\"text\": \"...\"} on each line of a .jsonl file, or name a plain text file otherwise."));
}
