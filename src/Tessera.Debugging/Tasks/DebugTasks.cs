using Tessera.Sdk.Diagnostics;

namespace Tessera.Debugging.Tasks;

/// <summary>Finds the tasks of a folder, in whatever way they lie there.</summary>
public static class DebugTasks
{
    private static readonly ITaskFormat[] _formats = [new OwnFormat(), new ExercismFormat(), new DebugGymFormat()];

    /// <summary>Reads a folder that is a task, or all tasks in its sub-folders.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="names">Which tasks; null for all.</param>
    /// <returns>The tasks, by name in ordinal order.</returns>
    /// <exception cref="TesseraException">
    /// TESS4501: there are no tasks, or none of a given name. TESS4502: tasks that cannot be used; all of them are said.
    /// </exception>
    public static IReadOnlyList<DebugTask> Read(string folder, IReadOnlyList<string>? names = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var root = Path.GetFullPath(folder);
        var found = Folders(root).Select(place => (Folder: place, Format: _formats.FirstOrDefault(format => format.Recognises(place)))).Where(place => place.Format is not null).ToList();
        if (found.Count == 0)
        {
            throw new TesseraException(Diagnostic.Error(
                "TESS4501", "There are no tasks here.", new SourceLocation(folder),
                "Give a folder with a task.json, one of exercism or debug-gym, or one whose sub-folders are such; docs/tasks.md shows them."));
        }

        var chosen = names is null ? found : [.. found.Where(place => names.Contains(Path.GetFileName(place.Folder), StringComparer.Ordinal))];
        var unknown = (names ?? []).Except(found.Select(place => Path.GetFileName(place.Folder)), StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            throw new TesseraException([.. unknown.Select(name => Diagnostic.Error(
                "TESS4501", $"There is no task '{name}'.", new SourceLocation(folder), NearestName.Suggest(name, found.Select(place => Path.GetFileName(place.Folder)))))]);
        }

        return ReadAll(chosen.Select(place => (place.Folder, place.Format!)));
    }

    private static List<DebugTask> ReadAll(IEnumerable<(string Folder, ITaskFormat Format)> places)
    {
        var tasks = new List<DebugTask>();
        var faults = new List<Diagnostic>();
        foreach (var (folder, format) in places)
        {
            try
            {
                tasks.Add(format.Read(folder));
            }
            catch (TesseraException unfit)
            {
                faults.AddRange(unfit.Diagnostics);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                faults.Add(Diagnostic.Error("TESS4502", $"The task cannot be read: {refused.Message}", new SourceLocation(folder), "Give a folder that may be read."));
            }
        }

        return faults.Count == 0 ? tasks : throw new TesseraException(faults);
    }

    private static IEnumerable<string> Folders(string root)
    {
        if (!Directory.Exists(root)) return [];
        return _formats.Any(format => format.Recognises(root)) ? [root] : Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal);
    }
}
