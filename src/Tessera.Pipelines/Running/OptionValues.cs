using System.Text.Json.Nodes;
using Tessera.Hosting.Activation;
using Tessera.Pipelines.Loading;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Schemas;

namespace Tessera.Pipelines.Running;

/// <summary>Gives options what JSON cannot hold: parts, and the outputs of earlier steps.</summary>
internal sealed class OptionValues(PluginHost host, StepOutputs outputs) : IValueSource
{
    /// <summary>Binds the options of a part, with everything that earlier steps have handed over.</summary>
    /// <exception cref="TesseraException">Something does not fit.</exception>
    public object? Bind(Hosting.Catalog.InstalledPart part, JsonObject options)
    {
        var binding = host.BindOptions(part, (JsonObject?)Resolve(options), this);
        return binding.Errors.Count == 0
            ? binding.Value
            : throw new TesseraException([.. binding.Errors.Select(error => Diagnostic.Error("TESS4010", $"The options of {part.Uses} do not fit: {error}"))]);
    }

    public bool TryGet(Type type, JsonNode? node, string path, out object? value)
    {
        value = null;
        if (OptionMarkers.StepOf(node) is { } step)
        {
            value = outputs.Get(step);
            return type.IsInstanceOfType(value) ? true : throw new FormatException($"The output of step '{step}' is a {value.GetType().Name}; a {type.Name} is needed.");
        }

        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Part<>) || node is not JsonObject { } named) return false;
        var part = host.Catalog.Find(named["uses"]!.GetValue<string>()).Part!;
        var options = named["with"] as JsonObject;
        value = host.MakeReference(type, part, () => part.Manifest.Options is null ? null : Bind(part, options is null ? [] : (JsonObject)options.DeepClone()), PartIdentity.Of(part, options));
        return true;
    }

    // Properties of outputs, paths and texts become plain JSON; whole outputs stay marked, for TryGet.
    private JsonNode? Resolve(JsonNode? node)
    {
        if (OptionMarkers.StepOf(node) is not null) return node!.DeepClone();
        if (OptionMarkers.PropertyOf(node) is var (step, property)) return outputs.Get(step, property);
        if (OptionMarkers.PathOf(node) is { } path) return JsonValue.Create(path);
        if (OptionMarkers.TextOf(node) is { } segments)
            return JsonValue.Create(string.Concat(segments.Select(segment => Resolve(segment) is JsonValue scalar ? scalar.TryGetValue<string>(out var text) ? text : scalar.ToJsonString() : "")));
        return node switch
        {
            JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Resolve(pair.Value)))),
            JsonArray list => new JsonArray([.. list.Select(Resolve)]),
            _ => node?.DeepClone(),
        };
    }
}
