using System.Text.Json.Nodes;
using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Running;

namespace Tessera.Pipelines.Locking;

/// <summary>The plugins that a lock names, and how those of a pipeline differ from them.</summary>
internal static class PinnedPlugins
{
    /// <summary>The version of the SDK that this host has.</summary>
    public static string Sdk { get; } = typeof(Sdk.Parts.PartAttribute).Assembly.GetName().Version!.ToString(3);

    public static JsonArray ToJson(IEnumerable<InstalledPlugin> plugins) =>
        [.. plugins.Select(plugin => new JsonObject { ["id"] = plugin.Id, ["version"] = plugin.Manifest!.Version, ["sha256"] = plugin.ContentHash })];

    /// <summary>Reads what <see cref="ToJson"/> wrote. What a plugin's entry lacks, or has in another form, is empty.</summary>
    public static IReadOnlyList<PinnedPlugin> Read(JsonNode? plugins) =>
        [.. (plugins as JsonArray ?? []).OfType<JsonObject>().Select(plugin => new PinnedPlugin(TextOf(plugin["id"]), TextOf(plugin["version"]), TextOf(plugin["sha256"])))];

    /// <summary>Compares the plugins that are there with those of a lock.</summary>
    /// <returns>Those that are others than the lock's, and those that it does not name.</returns>
    public static IReadOnlyList<PluginDifference> Compare(IReadOnlyList<PinnedPlugin> pinned, IEnumerable<InstalledPlugin> present) =>
    [
        .. present.Select(plugin => new PluginDifference(
                pinned.FirstOrDefault(known => known.Id == plugin.Id), new PinnedPlugin(plugin.Id, plugin.Manifest!.Version, plugin.ContentHash)))
            .Where(difference => difference.Pinned != difference.Present),
    ];

    private static string TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
