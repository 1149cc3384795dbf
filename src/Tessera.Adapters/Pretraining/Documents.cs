using System.Text.Json;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Pretraining;

/// <summary>Reads the documents of a text: one a line, as it stands or, in a file <c>.jsonl</c>, as the member <c>text</c> of a JSON object.</summary>
internal static class Documents
{
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <exception cref="TesseraException">TESS5572: a line of a <c>.jsonl</c> file is no such object.</exception>
    public static List<string> Read(string path)
    {
        var lines = File.ReadLines(path).Index().Where(line => !string.IsNullOrWhiteSpace(line.Item));
        return path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
            ? [.. lines.Select(line => TextOf(line.Item, path, line.Index + 1)).Where(text => !string.IsNullOrWhiteSpace(text))]
            : [.. lines.Select(line => line.Item)];
    }

    private static string TextOf(string line, string path, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line, _strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String) return text.GetString()!;
        }
        catch (JsonException)
        {
            // It is told below, like everything else that is not as it should be.
        }

        throw new TesseraException(Diagnostic.Error("TESS5572", "The line is no document.", new SourceLocation(path, number, 1), "Write {\"text\": \"...\"} on each line of a .jsonl file, or name a plain text file otherwise."));
    }
}
