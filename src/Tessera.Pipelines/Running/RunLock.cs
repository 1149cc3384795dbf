using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Locking;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Running;

/// <summary>What a run was done with: the SDK, the plugins by version and hash, and the seeds. Kept in <c>lock.json</c>.</summary>
internal static class RunLock
{
    public static void Write(Pipeline pipeline, RunFolder folder)
    {
        var pinned = new JsonObject
        {
            ["sdk"] = PinnedPlugins.Sdk,
            ["sdkBuild"] = StepKey.Sdk,
            ["seed"] = pipeline.Seed.Value,
            ["seeds"] = new JsonObject(pipeline.Steps.Select(step => KeyValuePair.Create<string, JsonNode?>(step.Name, pipeline.Seed.Derive(step.Name).ToString()))),
            ["plugins"] = PinnedPlugins.ToJson(pipeline.Plugins),
        };
        DurableFile.Write(folder.LockFile, pinned.ToJsonString(RunJson.Options) + "\n");
    }

    /// <summary>Refuses to go on with other plugins than finished steps were done with: their results would be replaced, unasked.</summary>
    /// <returns>TESS4016; null where nothing was done before, or with the same plugins.</returns>
    public static Diagnostic? Refuse(Pipeline pipeline, RunFolder folder)
    {
        var done = DoneIn(pipeline, folder);
        if (done.Count == 0 || Read(folder) is not { } before || ChangesOf(done, before) is not { Count: > 0 } changes) return null;
        return Diagnostic.Error(
            "TESS4016", $"The run was begun with other plugins than are there:{PluginDifference.Table(changes)}", new SourceLocation(folder.LockFile),
            $"Install what it was begun with; or choose another folder with --out; or give --ignore-lock to go on in this one, where {Anew(UsersOf(changes, done))}.");
    }

    /// <summary>Says which finished steps will be done anew because what they were done with is not what is there now.</summary>
    /// <returns>Warnings; none where nothing was done before, or with the same.</returns>
    public static IReadOnlyList<Diagnostic> Compare(Pipeline pipeline, RunFolder folder)
    {
        var done = DoneIn(pipeline, folder);
        if (done.Count == 0 || Read(folder) is not { } before) return [];
        var place = new SourceLocation(folder.LockFile);
        if (TextOf(before, "sdkBuild") is { } build && build != StepKey.Sdk) return [Warn($"The run was begun with another build of Tessera: {Anew(done)}.", place)];
        return [.. ChangesOf(done, before).Select(change => Warn($"{Describe(change)}: {Anew(UsersOf([change], done))}.", place))];
    }

    private static List<PipelineStep> DoneIn(Pipeline pipeline, RunFolder folder) =>
        [.. pipeline.Steps.Where(step => new StepFolder(Path.Combine(folder.StepsFolder, step.Name)).MayBeDone)];

    // A plugin that the lock does not name was not what a finished step was done with: the step uses it only now.
    private static List<PluginDifference> ChangesOf(List<PipelineStep> done, JsonObject before) =>
        [.. PinnedPlugins.Compare(PinnedPlugins.Read(before["plugins"]), Pipeline.PluginsOf(done)).Where(difference => difference.Pinned is not null)];

    private static List<PipelineStep> UsersOf(IReadOnlyList<PluginDifference> changes, List<PipelineStep> steps) =>
        [.. steps.Where(step => step.Parts.Any(part => changes.Any(change => change.Present.Id == part.Plugin.Id)))];

    private static string Describe(PluginDifference change) => change.Pinned!.Version == change.Present.Version
        ? $"The files of the plugin {change.Present.Id} {change.Present.Version} are not those that the run was begun with"
        : $"The run was begun with the plugin {change.Present.Id} {change.Pinned.Version} and goes on with {change.Present.Version}";

    private static string Anew(List<PipelineStep> steps) => $"{string.Join(", ", steps.Select(step => step.Name))} {(steps.Count == 1 ? "is" : "are")} done anew";

    private static Diagnostic Warn(string message, SourceLocation place) => new(
        "TESS4014", DiagnosticSeverity.Warning, message, place, "Steps after them follow where results differ. To keep what was done, install what it was done with, or choose another folder with --out.");

    private static JsonObject? Read(RunFolder folder)
    {
        try
        {
            return File.Exists(folder.LockFile) ? PinnedPlugins.Parse(File.ReadAllBytes(folder.LockFile)) : null;
        }
        catch (Exception unfit) when (unfit is JsonException or IOException or UnauthorizedAccessException)
        {
            // A damaged lock tells nothing; keys decide what is reused, and a new lock is written at once.
            return null;
        }
    }

    private static string? TextOf(JsonObject map, string key) => map[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
