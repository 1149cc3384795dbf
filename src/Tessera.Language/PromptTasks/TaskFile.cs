using System.Text;
using System.Text.Json;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Language.PromptTasks;

/// <summary>A file of a data set, with the errors that a reader of it may have.</summary>
/// <param name="Path">Where it lies.</param>
internal sealed record TaskFile(string Path)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="TesseraException">TESS6602: it is not there or is no text.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(Path, Utf8, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new TesseraException(
                Diagnostic.Error(
                    "TESS6602", $"The file of the prompt task cannot be read: {unreadable.Message.TrimEnd('.')}.", new SourceLocation(Path),
                    "Name the folder that holds 'bbh' and 'prompt-tasks' in 'folder'; docs/prompt-tasks.md says what lies in it."),
                unreadable);
        }
    }

    /// <summary>Reads JSON.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="line">The line on which it begins, from 1.</param>
    /// <exception cref="TesseraException">TESS6603: it is none.</exception>
    public JsonDocument Parse(string text, int line = 1)
    {
        try
        {
            return JsonDocument.Parse(text, Strict);
        }
        catch (JsonException malformed)
        {
            throw Malformed($"It is not JSON: {malformed.Message.Split(" LineNumber:")[0]}", line + (int)(malformed.LineNumber ?? 0), (int)(malformed.BytePositionInLine ?? 0) + 1, cause: malformed);
        }
    }

    /// <summary>The text of a row's member.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static string TextOf(JsonElement row, string name)
    {
        try
        {
            return row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
                ? text
                : throw new FormatException($"'{name}' is missing, empty or no text.");
        }
        catch (InvalidOperationException notText)
        {
            throw new FormatException($"'{name}' holds escapes that are no characters.", notText);
        }
    }

    /// <summary>TESS6603: what stands in the file is not what it should be.</summary>
    public TesseraException Malformed(string message, int line = 0, int column = 0, string? keyPath = null, Exception? cause = null) => new(
        Diagnostic.Error("TESS6603", message, new SourceLocation(Path, line, column, keyPath), "Get the file as it was published; docs/prompt-tasks.md says whence."), cause);
}
