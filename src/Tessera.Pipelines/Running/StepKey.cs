using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tessera.Pipelines.Loading;

namespace Tessera.Pipelines.Running;

/// <summary>
/// What a step depends on, as one hash: the SDK, the part and its plugin, the options, the place and the content of input files,
/// the outputs of earlier steps, the seed.
/// </summary>
internal static class StepKey
{
    // Code of the SDK decides results, too. Builds are deterministic, so this changes when the code does.
    public static readonly string Sdk = typeof(Sdk.Parts.PartAttribute).Module.ModuleVersionId.ToString("N");

    public static string Compute(PipelineStep step, Pipeline pipeline, IReadOnlyDictionary<string, StepResult> before, ContentHashes contents)
    {
        var outputs = before.ToDictionary(pair => pair.Key, pair => $"{pair.Value.Key} {pair.Value.OutputHash}", StringComparer.Ordinal);
        var description = new JsonObject
        {
            ["format"] = 2,
            ["sdk"] = Sdk,
            ["step"] = step.Name,
            ["uses"] = step.Part.QualifiedUses,
            ["seed"] = pipeline.Seed.Derive(step.Name).ToString(),
            ["plugins"] = new JsonArray([.. step.Parts.Select(part => part.Plugin).Distinct().OrderBy(plugin => plugin.Id, StringComparer.Ordinal)
                .Select(plugin => (JsonNode)$"{plugin.Id} {plugin.Manifest!.Version} {plugin.ContentHash}")]),
            ["after"] = new JsonArray([.. step.Dependencies.Select(name => (JsonNode)outputs[name])]),
            ["options"] = Canonical(step.Options, outputs, contents),
        };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(description.ToJsonString())));
    }

    private static JsonNode? Canonical(JsonNode? node, IReadOnlyDictionary<string, string> outputs, ContentHashes contents)
    {
        if (OptionMarkers.StepOf(node) is { } step) return OptionMarkers.ForStep(outputs[step]);
        if (OptionMarkers.PropertyOf(node) is var (owner, property)) return OptionMarkers.ForProperty(outputs[owner], property);
        // The place counts, too: an output may name it.
        if (OptionMarkers.PathOf(node) is { } path) return OptionMarkers.ForPath($"{path} {contents.Of(path)}");
        return node switch
        {
            JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Canonical(pair.Value, outputs, contents)))),
            JsonArray list => new JsonArray([.. list.Select(item => Canonical(item, outputs, contents))]),
            _ => node?.DeepClone(),
        };
    }
}
