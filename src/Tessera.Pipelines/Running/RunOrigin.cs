using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Locking;

namespace Tessera.Pipelines.Running;

/// <summary>What a run was done with, as its folder tells: so much of it as can be read.</summary>
public sealed record RunOrigin
{
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = 1000 };

    /// <summary>The version of the SDK; null where it is not known.</summary>
    public string? Sdk { get; init; }

    /// <summary>The build of Tessera, as a hash; null where it is not known.</summary>
    public string? Build { get; init; }

    /// <summary>The run's seed; null where it is not known.</summary>
    public string? Seed { get; init; }

    /// <summary>The seed of each step, derived from the run's.</summary>
    public IReadOnlyDictionary<string, string> Seeds { get; init; } = new Dictionary<string, string>();

    /// <summary>The plugins.</summary>
    public IReadOnlyList<PinnedPlugin> Plugins { get; init; } = [];

    /// <summary>The options of each step, with every input filled in.</summary>
    public IReadOnlyDictionary<string, JsonNode> Options { get; init; } = new Dictionary<string, JsonNode>();

    internal static RunOrigin Of(RunFolder folder)
    {
        var (pinned, described) = (Read(folder.LockFile), Read(folder.PipelineFile));
        return new RunOrigin
        {
            Sdk = TextOf(pinned["sdk"]),
            Build = TextOf(pinned["sdkBuild"]),
            Seed = TextOf(pinned["seed"]),
            Seeds = Entries(pinned["seeds"]).Where(entry => entry.Value is JsonValue).ToDictionary(entry => entry.Key, entry => TextOf(entry.Value)!),
            Plugins = PinnedPlugins.Read(pinned["plugins"]),
            Options = OptionsIn(described),
        };
    }

    private static Dictionary<string, JsonNode> OptionsIn(JsonObject described)
    {
        try
        {
            return Entries(described["steps"]).Where(step => step.Value is JsonObject options && options["with"] is JsonObject).ToDictionary(step => step.Key, step => OptionMarkers.AsWritten(step.Value!["with"])!);
        }
        catch (Exception damaged) when (damaged is not OutOfMemoryException)
        {
            // Somebody changed the description by hand, in one of countless ways.
            return [];
        }
    }

    private static JsonObject Entries(JsonNode? node) => node as JsonObject ?? [];

    private static string? TextOf(JsonNode? node) => node is JsonValue value ? value.ToString() : null;

    private static JsonObject Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonNode.Parse(File.ReadAllBytes(file), documentOptions: Reading) as JsonObject ?? [] : [];
        }
        catch (Exception unfit) when (unfit is JsonException or IOException or UnauthorizedAccessException)
        {
            // It is told for people's sake only: what can be read is told.
            return [];
        }
    }
}
