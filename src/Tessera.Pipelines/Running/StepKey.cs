using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tessera.Pipelines.Loading;

namespace Tessera.Pipelines.Running;

/// <summary>What a step depends on, as one hash: the part and its plugin, the options, the content of input files, the keys of earlier steps, the seed.</summary>
internal static class StepKey
{
    public static string Compute(PipelineStep step, Pipeline pipeline, IReadOnlyDictionary<string, string> keys, ContentHashes contents)
    {
        var description = new JsonObject
        {
            ["format"] = 1,
            ["step"] = step.Name,
            ["uses"] = step.Part.QualifiedUses,
            ["seed"] = pipeline.Seed.Derive(step.Name).ToString(),
            ["plugins"] = new JsonArray([.. step.Parts.Select(part => part.Plugin).Distinct().OrderBy(plugin => plugin.Id, StringComparer.Ordinal)
                .Select(plugin => (JsonNode)$"{plugin.Id} {plugin.Manifest!.Version} {plugin.ContentHash}")]),
            ["after"] = new JsonArray([.. step.Dependencies.Select(name => (JsonNode)keys[name])]),
            ["options"] = Canonical(step.Options, keys, contents),
        };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(description.ToJsonString())));
    }

    private static JsonNode? Canonical(JsonNode? node, IReadOnlyDictionary<string, string> keys, ContentHashes contents)
    {
        if (OptionMarkers.StepOf(node) is { } step) return OptionMarkers.ForStep(keys[step]);
        if (OptionMarkers.PropertyOf(node) is var (owner, property)) return OptionMarkers.ForProperty(keys[owner], property);
        if (OptionMarkers.PathOf(node) is { } path) return OptionMarkers.ForPath($"{Path.GetFileName(path)} {contents.Of(path)}");
        return node switch
        {
            JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Canonical(pair.Value, keys, contents)))),
            JsonArray list => new JsonArray([.. list.Select(item => Canonical(item, keys, contents))]),
            _ => node?.DeepClone(),
        };
    }
}
