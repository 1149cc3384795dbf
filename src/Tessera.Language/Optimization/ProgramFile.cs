using System.Text.Json;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Optimization;

/// <summary>Writes prompt programs as JSON.</summary>
internal static class ProgramFile
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public static Task WriteAsync(string path, PromptProgram program, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(path, JsonSerializer.Serialize(program, Indented) + "\n", cancellationToken);
}
