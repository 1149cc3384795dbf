using System.Text.Json;
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

    /// <summary>Parses a lock, which may come from anyone.</summary>
    /// <returns>The lock; null where it is no object.</returns>
    /// <exception cref="JsonException">It is not well-formed, or has a text that is none or would change a person's terminal.</exception>
    public static JsonObject? Parse(byte[] json)
    {
        // Before it is parsed, which decodes texts only when they are compared or asked for, and then fails in another way.
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && !IsPlain(ref reader)) throw new JsonException("It has a text that is not one line of plain text.");
        }

        return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
    }

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

    private static bool IsPlain(ref Utf8JsonReader reader)
    {
        try
        {
            return !reader.GetString()!.Any(char.IsControl);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
