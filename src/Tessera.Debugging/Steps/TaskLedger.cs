using System.Text.Json;
using Tessera.Debugging.Episodes;
using Tessera.Debugging.Tasks;
using Tessera.Debugging.Trajectories;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Language;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Steps;

/// <summary>Which tasks of a step are done, kept in its folder so that an interrupted step goes on with the others.</summary>
/// <remarks>A task is done when its <c>result.json</c> is there, which is written last and all at once.</remarks>
internal sealed class TaskLedger
{
    private const string ResultFile = "result.json";
    private const string AbandonedFolder = ".abandoned";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly string _root;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, EpisodeResult> _done = new(StringComparer.Ordinal);

    public TaskLedger(string folder, IReadOnlyList<DebugTask> tasks)
    {
        _root = Path.Join(folder, "tasks");
        Directory.CreateDirectory(_root);
        foreach (var task in tasks)
        {
            if (ReadResult(task.Name) is { } result) _done[task.Name] = result;
        }
    }

    /// <summary>What became of the tasks that are done, by name in ordinal order.</summary>
    public IReadOnlyList<EpisodeResult> Done
    {
        get
        {
            lock (_lock) return [.. _done.Values];
        }
    }

    public bool IsDone(string task)
    {
        lock (_lock) return _done.ContainsKey(task);
    }

    /// <summary>What language models have cost so far: in tasks that are done, and in attempts that were interrupted.</summary>
    public Usage UsedBefore()
    {
        var abandoned = Directory.CreateDirectory(Path.Join(_root, AbandonedFolder)).FullName;
        var used = Done.Aggregate(default(Usage), (sum, result) => sum + result.Usage);
        foreach (var folder in Directory.EnumerateDirectories(_root).Where(folder => !IsDone(Path.GetFileName(folder))))
        {
            // Moved, not copied: however often this is interrupted, an attempt counts once.
            var trajectory = Path.Join(folder, Episode.TrajectoryFile);
            if (File.Exists(trajectory)) File.Move(trajectory, Path.Join(abandoned, $"{Path.GetFileName(folder)}-{Guid.NewGuid():N}.jsonl"));
        }

        foreach (var folder in Directory.EnumerateDirectories(abandoned)) Remove(folder);
        return Directory.EnumerateFiles(abandoned).Aggregate(used, (sum, trajectory) => sum + TrajectoryUsage.Sum(trajectory));
    }

    /// <summary>Makes an empty folder for a task.</summary>
    public string Begin(string task)
    {
        var folder = Path.Join(_root, task);
        if (Directory.Exists(folder)) Discard(folder);
        return Directory.CreateDirectory(folder).FullName;
    }

    /// <summary>Keeps what became of a task.</summary>
    /// <returns>The same, with the trajectory's place in the step's folder.</returns>
    public EpisodeResult Finish(EpisodeResult result, bool keepProject)
    {
        var folder = Path.Join(_root, result.Task);
        if (!keepProject) FolderTree.Remove(Path.Join(folder, Episode.ProjectFolder));
        File.WriteAllText(Path.Join(folder, Episode.PatchFile), result.Patch);
        result = result with { Trajectory = $"tasks/{result.Task}/{result.Trajectory}" };
        // A later run does not find it, and tries again.
        if (!result.IsUnfinished) WriteResult(folder, result);
        lock (_lock) _done[result.Task] = result;
        return result;
    }

    private static void WriteResult(string folder, EpisodeResult result)
    {
        var file = Path.Join(folder, ResultFile);
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(result, _json));
        File.Move(file + ".new", file);
    }

    // Programs that a killed attempt left behind may still write there: the folder is put aside, and goes as far as it can be removed.
    private void Discard(string folder)
    {
        var aside = Path.Join(Directory.CreateDirectory(Path.Join(_root, AbandonedFolder)).FullName, $"{Path.GetFileName(folder)}-{Guid.NewGuid():N}");
        Directory.Move(folder, aside);
        Remove(aside);
    }

    private static void Remove(string folder)
    {
        try
        {
            FolderTree.Remove(folder);
        }
        catch (Exception refused) when (refused is WorkspaceException or IOException or UnauthorizedAccessException)
        {
            // The next attempt tries again.
        }
    }

    private EpisodeResult? ReadResult(string task)
    {
        var file = Path.Join(_root, task, ResultFile);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<EpisodeResult>(File.ReadAllText(file), _json) : null;
        }
        catch (JsonException)
        {
            // A file that somebody damaged: the task is simply not done.
            return null;
        }
    }
}
