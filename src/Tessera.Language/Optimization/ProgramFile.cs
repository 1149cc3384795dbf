using System.Text.Json;
using System.Text.Json.Serialization;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Optimization;

/// <summary>Prompt programs as JSON: what a search finds, and what others begin with or work by.</summary>
internal static class ProgramFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        MaxDepth = 8,
    };

    public static Task WriteAsync(string path, PromptProgram program, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(path, JsonSerializer.Serialize(program, Format) + "\n", cancellationToken);

    /// <exception cref="TesseraException">TESS6211: the file cannot be read or is no program.</exception>
    public static async Task<PromptProgram> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var program = JsonSerializer.Deserialize<PromptProgram>(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), Format);
            return program is { Layers.Count: > 0 } ? program : throw Unreadable(path, "it has no layers", 0, null);
        }
        catch (JsonException malformed)
        {
            throw Unreadable(path, malformed.Message.Split(" Path:")[0].TrimEnd('.'), (int)(malformed.LineNumber ?? 0) + 1, malformed);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, unreadable.Message.TrimEnd('.'), 0, unreadable);
        }
    }

    private static TesseraException Unreadable(string path, string why, int line, Exception? cause)
    {
        var fault = Diagnostic.Error(
            "TESS6211", $"The prompt program cannot be read: {why}.", new SourceLocation(path, line, line == 0 ? 0 : 1), "Name the program.json that step/optimize-prompt wrote.");
        return cause is null ? new TesseraException(fault) : new TesseraException(fault, cause);
    }
}
