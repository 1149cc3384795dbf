using System.Text.Json;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Tasks;

/// <summary>
/// Reads a task from JSON lines. A line is a minimal pair as BLiMP has them (<c>sentence_good</c>, <c>sentence_bad</c>, with
/// <c>UID</c> and <c>linguistics_term</c>), or <c>prompt</c> and <c>answer</c> with, where there are wrong answers, <c>others</c>.
/// </summary>
internal static class TaskFile
{
    private const int LargestLine = 1 << 20;

    /// <exception cref="TesseraException">A line is not of one of the two kinds (TESS5511), or there is none (TESS5512).</exception>
    public static LanguageTask Read(string path)
    {
        var examples = new List<TaskExample>();
        var (name, family, number) = (Path.GetFileNameWithoutExtension(path), string.Empty, 0);
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                if (line.Length > LargestLine) throw new FormatException($"it has {line.Length} characters, and {LargestLine} are the most");
                using var document = JsonDocument.Parse(line);
                examples.Add(ReadExample(document.RootElement));
                if (family.Length == 0) family = Text(document.RootElement, "family") ?? Text(document.RootElement, "linguistics_term") ?? string.Empty;
            }
            catch (Exception malformed) when (malformed is JsonException or FormatException)
            {
                throw new TesseraException(Diagnostic.Error(
                    "TESS5511", $"The line is no example of a task: {malformed.Message}.", new SourceLocation(path, number, 1),
                    "Each line is a JSON object with sentence_good and sentence_bad, or with prompt and answer and perhaps others, a list of wrong answers."));
            }
        }

        return examples.Count > 0
            ? new LanguageTask(name, family, examples)
            : throw new TesseraException(Diagnostic.Error("TESS5512", "There are no examples in the file.", new SourceLocation(path), "Write one JSON object a line, or take the file away."));
    }

    private static TaskExample ReadExample(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object) throw new FormatException("it is no JSON object");
        if (Text(line, "sentence_good") is { } good)
            return new TaskExample(string.Empty, good, [Text(line, "sentence_bad") ?? throw new FormatException("sentence_bad is missing")]);
        var answer = Text(line, "answer") ?? throw new FormatException("there is neither sentence_good nor answer");
        var others = line.TryGetProperty("others", out var list) && list.ValueKind != JsonValueKind.Null
            ? list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(other => other.ValueKind == JsonValueKind.String)
                ? list.EnumerateArray().Select(other => other.GetString()!).ToList()
                : throw new FormatException("others is no list of texts")
            : [];
        return new TaskExample(Text(line, "prompt") ?? string.Empty, answer, others);
    }

    private static string? Text(JsonElement line, string name) =>
        !line.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new FormatException($"{name} is no text");
}
