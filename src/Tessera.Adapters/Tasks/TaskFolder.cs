using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Tasks;

/// <summary>The tasks of a folder: one file of JSON lines each.</summary>
public static class TaskFolder
{
    private const string Extension = ".jsonl";

    /// <summary>Reads all tasks of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The tasks, sorted by name (ordinal).</returns>
    /// <exception cref="TesseraException">There are none (TESS5510), or one is malformed (TESS5511, TESS5512).</exception>
    public static IReadOnlyList<LanguageTask> Read(string folder)
    {
        return Read(folder, Names(folder));
    }

    /// <summary>Lists the tasks of a folder without reading them.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Their names, sorted (ordinal).</returns>
    /// <exception cref="TesseraException">There are none (TESS5510).</exception>
    public static IReadOnlyList<string> Names(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var names = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal).ToList() : [];
        return names.Count > 0 ? names : throw Empty(folder);
    }

    /// <summary>Reads some tasks of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="names">The tasks' names.</param>
    /// <param name="cancellationToken">Stops the work between tasks.</param>
    /// <returns>The tasks, in the order of the names.</returns>
    /// <exception cref="TesseraException">One is missing (TESS5510) or malformed (TESS5511, TESS5512).</exception>
    public static IReadOnlyList<LanguageTask> Read(string folder, IReadOnlyList<string> names, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(names);
        return [.. names.Select(name =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return TaskFile.Read(PathOf(folder, name));
        })];
    }

    /// <exception cref="TesseraException">There is no such task (TESS5510).</exception>
    internal static string PathOf(string folder, string name) => Path.Combine(folder, name + Extension) is var path && File.Exists(path)
        ? path
        : throw new TesseraException(Diagnostic.Error("TESS5510", $"There is no task '{name}' in the folder.", new SourceLocation(folder), "A task is a file of JSON lines, NAME.jsonl."));

    private static TesseraException Empty(string folder) =>
        new(Diagnostic.Error("TESS5510", "There are no tasks in the folder.", new SourceLocation(folder), "A task is a file of JSON lines, NAME.jsonl."));
}
