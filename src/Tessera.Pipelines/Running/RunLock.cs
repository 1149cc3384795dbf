using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Loading;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Running;

/// <summary>What a run was done with: the SDK, the plugins by version and hash, and the seeds. Kept in <c>lock.json</c>.</summary>
internal static class RunLock
{
    public static void Write(Pipeline pipeline, RunFolder folder)
    {
        var pinned = new JsonObject
        {
            ["sdk"] = typeof(Sdk.Parts.PartAttribute).Assembly.GetName().Version!.ToString(3),
            ["sdkBuild"] = StepKey.Sdk,
            ["seed"] = pipeline.Seed.Value,
            ["seeds"] = new JsonObject(pipeline.Steps.Select(step => KeyValuePair.Create<string, JsonNode?>(step.Name, pipeline.Seed.Derive(step.Name).ToString()))),
            ["plugins"] = new JsonArray([.. pipeline.Plugins.Select(plugin => new JsonObject
            {
                ["id"] = plugin.Id,
                ["version"] = plugin.Manifest!.Version,
                ["sha256"] = plugin.ContentHash,
            })]),
        };
        DurableFile.Write(folder.LockFile, pinned.ToJsonString(RunJson.Options) + "\n");
    }

    /// <summary>Says which finished steps will be done anew because what they were done with is not what is there now.</summary>
    /// <returns>Warnings; none where nothing was done before, or with the same.</returns>
    public static IReadOnlyList<Diagnostic> Compare(Pipeline pipeline, RunFolder folder)
    {
        var done = pipeline.Steps.Where(step => new StepFolder(Path.Combine(folder.StepsFolder, step.Name)).MayBeDone).ToList();
        if (done.Count == 0 || Read(folder) is not { } before) return [];
        var place = new SourceLocation(folder.LockFile);
        if (TextOf(before, "sdkBuild") is { } build && build != StepKey.Sdk) return [Warn($"The run was begun with another build of Tessera: {Anew(done)}.", place)];
        return
        [
            .. pipeline.Plugins.Select(plugin => (Plugin: plugin, Change: ChangeOf(plugin, before), Users: done.Where(step => step.Parts.Any(part => part.Plugin == plugin)).ToList()))
                .Where(found => found.Change is not null && found.Users.Count > 0)
                .Select(found => Warn($"{found.Change}: {Anew(found.Users)}.", place)),
        ];
    }

    private static string? ChangeOf(InstalledPlugin plugin, JsonObject before)
    {
        var known = (before["plugins"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(entry => TextOf(entry, "id") == plugin.Id);
        if (known is null || TextOf(known, "sha256") == plugin.ContentHash) return null;
        var (old, now) = (TextOf(known, "version"), plugin.Manifest!.Version);
        return old == now
            ? $"The files of the plugin {plugin.Id} {now} are not those that the run was begun with"
            : $"The run was begun with the plugin {plugin.Id} {old} and goes on with {now}";
    }

    private static string Anew(List<PipelineStep> steps) => $"{string.Join(", ", steps.Select(step => step.Name))} {(steps.Count == 1 ? "is" : "are")} done anew";

    private static Diagnostic Warn(string message, SourceLocation place) => new(
        "TESS4014", DiagnosticSeverity.Warning, message, place, "Steps after them follow where results differ. To keep what was done, install what it was done with, or choose another folder with --out.");

    private static JsonObject? Read(RunFolder folder)
    {
        try
        {
            return File.Exists(folder.LockFile) ? JsonNode.Parse(File.ReadAllBytes(folder.LockFile), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject : null;
        }
        catch (Exception unfit) when (unfit is JsonException or IOException or UnauthorizedAccessException)
        {
            // A damaged lock tells nothing; keys decide what is reused, and a new lock is written at once.
            return null;
        }
    }

    private static string? TextOf(JsonObject map, string key) => map[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
