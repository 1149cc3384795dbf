using System.Text.Json;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.PromptTasks;

/// <summary>Reads files as BIG-Bench-Hard has them: an object with <c>examples</c>, each with <c>input</c> and <c>target</c>.</summary>
internal static class BigBenchFile
{
    /// <summary>Reads examples.</summary>
    /// <param name="path">The file.</param>
    /// <param name="check">Throws a <see cref="FormatException"/> for an example that does not fit.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="TesseraException">TESS6602 or TESS6603.</exception>
    public static async Task<List<Example>> ReadAsync(string path, Action<Example> check, CancellationToken cancellationToken)
    {
        var file = new TaskFile(path);
        using var document = file.Parse(await file.ReadAsync(cancellationToken).ConfigureAwait(false));
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("examples", out var rows) || rows.ValueKind != JsonValueKind.Array)
            throw file.Malformed("The file is no object with a list 'examples'.");
        var examples = new List<Example>(rows.GetArrayLength());
        foreach (var row in rows.EnumerateArray())
        {
            try
            {
                var example = new Example(TaskFile.TextOf(row, "input"), TaskFile.TextOf(row, "target"));
                check(example);
                examples.Add(example);
            }
            catch (FormatException fault)
            {
                throw file.Malformed(fault.Message, keyPath: $"examples[{examples.Count}]", cause: fault);
            }
        }

        return examples.Count > 1 ? examples : throw file.Malformed("The file has fewer than two examples.", keyPath: "examples");
    }
}
