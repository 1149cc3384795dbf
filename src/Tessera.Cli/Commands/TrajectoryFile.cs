using Tessera.Pipelines.Running;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Commands;

/// <summary>Finds the trajectory of a step, or of one of its tasks.</summary>
internal static class TrajectoryFile
{
    private const string Name = "trajectory.jsonl";

    /// <summary>Finds a trajectory by <c>STEP</c> or <c>STEP/TASK</c>.</summary>
    /// <exception cref="TesseraException">TESS1909: there is none of that name.</exception>
    public static string Find(RunFolder run, string name)
    {
        var known = run.StepNames().SelectMany(step => Of(run, step)).ToDictionary(found => found.Name, found => found.File, StringComparer.Ordinal);
        if (known.TryGetValue(name, out var file)) return file;
        var suggestion = NearestName.Suggest(name, known.Keys);
        throw new TesseraException(Diagnostic.Error(
            "TESS1909", $"The run has no trajectory '{name}'.",
            remedy: known.Count == 0 ? "None of its steps had an agent work." : suggestion.Length > 0 ? suggestion : $"It has {string.Join(", ", known.Keys)}."));
    }

    private static IEnumerable<(string Name, string File)> Of(RunFolder run, string step)
    {
        var own = Path.Combine(run.FilesOf(step), Name);
        if (File.Exists(own)) yield return (step, own);
        var tasks = Path.Combine(run.FilesOf(step), "tasks");
        if (!Directory.Exists(tasks)) yield break;
        foreach (var task in Directory.EnumerateDirectories(tasks).Order(StringComparer.Ordinal))
        {
            if (File.Exists(Path.Combine(task, Name))) yield return ($"{step}/{Path.GetFileName(task)}", Path.Combine(task, Name));
        }
    }
}
