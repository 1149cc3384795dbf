using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Loading;
using Tessera.Sdk.Schemas;

namespace Tessera.Pipelines.Running;

/// <summary>What decides all that a part does, as one hash: the SDK, its plugin's content and its options.</summary>
internal static class PartIdentity
{
    /// <summary>Computes the hash.</summary>
    /// <param name="part">The part.</param>
    /// <param name="options">Its options, in which only whole outputs of steps are still marked; null for none.</param>
    /// <returns>The hash in hexadecimal; null where it would not tell all: of outputs of steps, of files, and of other parts.</returns>
    public static string? Of(InstalledPart part, JsonObject? options)
    {
        if (OptionMarkers.StepsIn(options).Any() || (part.Manifest.Options is { } schema && Names(schema))) return null;
        var plugin = part.Plugin;
        var description = new JsonObject
        {
            ["sdk"] = StepKey.Sdk,
            ["part"] = part.QualifiedUses,
            ["plugin"] = $"{plugin.Manifest!.Version} {plugin.ContentHash}",
            ["options"] = InOrder(options),
        };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(description.ToJsonString())));
    }

    // Whether some option names a file or a part, whose content is not in the options.
    private static bool Names(JsonNode? schema) => schema switch
    {
        JsonObject map => map.ContainsKey(JsonSchema.PartKeyword) || (map["format"] as JsonValue)?.ToString() == JsonSchema.InputPathFormat || map.Any(pair => Names(pair.Value)),
        JsonArray list => list.Any(Names),
        _ => false,
    };

    private static JsonNode? InOrder(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, InOrder(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(InOrder)]),
        _ => node?.DeepClone(),
    };
}
