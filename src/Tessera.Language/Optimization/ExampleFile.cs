using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Optimization;

/// <summary>Reads and writes examples in files with one JSON object a line.</summary>
internal static class ExampleFile
{
    // A file with more faults than this is broken as a whole; the first ones say how.
    private const int MostFaults = 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads examples.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labels">The labels that targets may name; empty for any text.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="TesseraException">TESS6201 to TESS6203: the file cannot be read or holds no examples.</exception>
    public static async Task<IReadOnlyList<Example>> ReadAsync(string path, IReadOnlyCollection<string> labels, CancellationToken cancellationToken)
    {
        var (examples, faults) = (new List<Example>(), new List<Diagnostic>());
        foreach (var (index, line) in (await ReadLinesAsync(path, cancellationToken).ConfigureAwait(false)).Index())
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                examples.Add(Parse(line, labels));
            }
            catch (FormatException fault)
            {
                var id = fault.InnerException is KeyNotFoundException ? "TESS6203" : "TESS6201";
                var column = fault.InnerException is JsonException { BytePositionInLine: { } bytes } ? (int)bytes + 1 : 1;
                faults.Add(Diagnostic.Error(id, fault.Message, new SourceLocation(path, index + 1, column), "Each line is {\"input\": \"...\", \"target\": \"...\"}."));
                if (faults.Count == MostFaults) break;
            }
        }

        if (faults.Count > 0) throw new TesseraException(faults);
        if (examples.Count > 0) return examples;
        throw new TesseraException(Diagnostic.Error(
            "TESS6202", "The file holds no examples.", new SourceLocation(path), "Write at least one line {\"input\": \"...\", \"target\": \"...\"}."));
    }

    /// <summary>Writes examples as they are read.</summary>
    public static Task WriteAsync(string path, IEnumerable<Example> examples, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(path, string.Concat(examples.Select(example => JsonSerializer.Serialize(example, Written) + "\n")), Utf8, cancellationToken);

    private static async Task<string[]> ReadLinesAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllLinesAsync(path, Utf8, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new TesseraException(
                Diagnostic.Error("TESS6201", $"The examples cannot be read: {unreadable.Message.TrimEnd('.')}.", new SourceLocation(path), "Name a UTF-8 file with one JSON object a line."),
                unreadable);
        }
    }

    private static Example Parse(string line, IReadOnlyCollection<string> labels)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new FormatException("The line is no JSON object.");
            var members = document.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
            if (members.Keys.FirstOrDefault(name => name is not ("input" or "target")) is { } unknown)
                throw new FormatException($"There is no '{unknown}' in an example. {NearestName.Suggest(unknown, ["input", "target"])}");
            var example = new Example(TextOf(members, "input"), TextOf(members, "target"));
            if (labels.Count == 0 || labels.Contains(example.Target)) return example;
            throw new FormatException($"The target '{example.Target}' is none of the classes. {NearestName.Suggest(example.Target, labels)}", new KeyNotFoundException());
        }
        catch (JsonException malformed)
        {
            throw new FormatException($"The line is not JSON: {malformed.Message.Split(" LineNumber:")[0]}", malformed);
        }
        catch (InvalidOperationException notText)
        {
            throw new FormatException("A text on the line holds escapes that are no characters.", notText);
        }
    }

    private static string TextOf(Dictionary<string, JsonElement> members, string name) =>
        members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw new FormatException($"'{name}' is missing, empty or no text.");
}
