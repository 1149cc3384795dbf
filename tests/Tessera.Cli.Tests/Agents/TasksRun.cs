using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tessera.Cli.Tests.Agents;

/// <summary>A run with one step of many tasks, as it lies in its folder, whatever became of its processes.</summary>
/// <param name="folder">The run's folder; it need not exist yet.</param>
internal sealed partial class TasksRun(string folder)
{
    private readonly string _tasks = Path.Combine(folder, "steps", "prove", "files", "tasks");

    public string Folder => folder;

    /// <summary>The tasks that are done, by name, each with the time at which that was written down.</summary>
    public SortedDictionary<string, DateTime> Done => !Directory.Exists(_tasks) ? [] : new(
        Directory.EnumerateFiles(_tasks, "result.json", SearchOption.AllDirectories).ToDictionary(file => Path.GetFileName(Path.GetDirectoryName(file)!), File.GetLastWriteTimeUtc), StringComparer.Ordinal);

    /// <summary>What the journal tells of all processes that worked here: progress by its words, everything else by its name. Lines that a kill cut off are none.</summary>
    public IReadOnlyList<string> Events
    {
        get
        {
            var journal = Path.Combine(folder, "journal.jsonl");
            if (!File.Exists(journal)) return [];
            using var reader = new StreamReader(new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return [.. reader.ReadToEnd().Split('\n').Select(Read).OfType<JsonNode>().Select(told => told["message"]?.GetValue<string>() ?? told["event"]!.GetValue<string>())];
        }
    }

    /// <summary>What the step handed over: results, scores, patches and counts of all tasks.</summary>
    public string Output => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")))!["steps"]![0]!["output"]!.ToJsonString();

    /// <summary>A trajectory's lines without durations and without the place of the project. Each must be whole.</summary>
    public IReadOnlyList<string> Trajectory(string task) => [.. File.ReadLines(Path.Combine(_tasks, task, "trajectory.jsonl")).Select(line =>
    {
        var entry = JsonNode.Parse(line)!.AsObject();
        entry.Remove("milliseconds");
        return Duration().Replace(entry.ToJsonString().Replace(Path.Combine(_tasks, task, "project"), "ROOT", StringComparison.Ordinal), "~");
    })];

    /// <summary>Files of a run that ended which only a run that was killed needs, or that are half written.</summary>
    public IReadOnlyList<string> Leftovers()
    {
        string[] known = ["result.json", "trajectory.jsonl", "change.patch"];
        var strange = Done.Keys.SelectMany(task => Directory.EnumerateFileSystemEntries(Path.Combine(_tasks, task))).Where(path => !known.Contains(Path.GetFileName(path)));
        return
        [
            .. strange,
            .. Directory.EnumerateDirectories(_tasks).Where(path => !Done.ContainsKey(Path.GetFileName(path)) && Path.GetFileName(path) != ".abandoned"),
            .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => file.EndsWith(".tmp", StringComparison.Ordinal) || file.EndsWith(".new", StringComparison.Ordinal)),
            .. Directory.EnumerateDirectories(_tasks, "*", SearchOption.AllDirectories).Where(path => Path.GetDirectoryName(path) != _tasks),
            .. Directory.EnumerateDirectories(Path.Combine(folder, "steps"), ".*"),
        ];
    }

    private static JsonNode? Read(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonNode.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\b\d+\.\d+ ?s\b")]
    private static partial Regex Duration();
}
