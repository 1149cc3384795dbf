using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Tasks;

/// <summary>The tasks of a folder: one file of JSON lines each.</summary>
public static class TaskFolder
{
    /// <summary>Reads all tasks of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The tasks, sorted by name (ordinal).</returns>
    /// <exception cref="TesseraException">There are none (TESS5510), or one is malformed (TESS5511, TESS5512).</exception>
    public static IReadOnlyList<LanguageTask> Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).ToList() : [];
        return files.Count > 0
            ? [.. files.Select(TaskFile.Read)]
            : throw new TesseraException(Diagnostic.Error("TESS5510", "There are no tasks in the folder.", new SourceLocation(folder), "A task is a file of JSON lines, NAME.jsonl."));
    }
}
