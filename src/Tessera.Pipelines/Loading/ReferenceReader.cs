using System.Text.Json.Nodes;
using Tessera.Hosting.Manifests;
using Tessera.Pipelines.Yaml;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Schemas;

namespace Tessera.Pipelines.Loading;

/// <summary>Resolves the references in scalars and checks their types.</summary>
internal sealed class ReferenceReader(LoadContext context, string step)
{
    public SortedSet<string> Dependencies { get; } = new(StringComparer.Ordinal);

    /// <summary>Resolves a scalar.</summary>
    /// <param name="scalar">The scalar.</param>
    /// <param name="schema">What is needed at its place; null when that is not known.</param>
    public ResolvedScalar Read(YamlScalar scalar, JsonObject? schema)
    {
        var segments = Reference.Parse(scalar.Text, out var problem);
        if (problem is not null)
        {
            context.Fail("TESS3030", problem, scalar.Place, "A literal '${' is written '$${'.");
            return new ResolvedScalar(Failed: true);
        }

        return segments is [Reference whole] ? ReadWhole(whole, scalar, schema) : ReadText(segments, scalar);
    }

    private ResolvedScalar ReadWhole(Reference reference, YamlScalar scalar, JsonObject? schema)
    {
        if (reference.IsInput) return FindInput(reference, scalar) is { } input ? new ResolvedScalar(Input: input) : new ResolvedScalar(Failed: true);
        if (!CheckStep(reference, scalar, out var output)) return new ResolvedScalar(Failed: true);
        if (reference.Property is null)
        {
            if (schema is not null && output is not null && !Fits(output, schema))
            {
                context.Fail("TESS3033", $"{reference} gives {Short(output.Type)}; {Needed(schema)} is needed here.", scalar.Place, Fitting(schema));
                return new ResolvedScalar(Failed: true);
            }

            return new ResolvedScalar(Marker: OptionMarkers.ForStep(reference.Root));
        }

        if (output?.Schema?["properties"]?[reference.Property] is JsonObject property && schema is not null && !FitsPlain(property, schema))
        {
            context.Fail("TESS3033", $"{reference} gives a value of type {string.Join(" or ", TypesOf(property))}; {Needed(schema)} is needed here.", scalar.Place, Fitting(schema));
            return new ResolvedScalar(Failed: true);
        }

        return new ResolvedScalar(Marker: OptionMarkers.ForProperty(reference.Root, reference.Property));
    }

    private ResolvedScalar ReadText(IReadOnlyList<object> segments, YamlScalar scalar)
    {
        var parts = new List<JsonNode>();
        foreach (var segment in segments)
        {
            if (segment is string literal) parts.Add(JsonValue.Create(literal));
            else if (ReadInText((Reference)segment, scalar) is { } part) parts.Add(part);
            else return new ResolvedScalar(Failed: true);
        }

        return parts.TrueForAll(part => part is JsonValue)
            ? new ResolvedScalar(Literal: string.Concat(parts.Select(part => part.GetValue<string>())))
            : new ResolvedScalar(Marker: OptionMarkers.ForText(parts));
    }

    private JsonNode? ReadInText(Reference reference, YamlScalar scalar)
    {
        if (reference.IsInput)
        {
            if (FindInput(reference, scalar) is not { } input) return null;
            if (input is YamlScalar text)
            {
                var resolved = Read(text, null);
                return resolved.Literal is { } literal ? JsonValue.Create(literal) : resolved.Marker;
            }

            context.Fail("TESS3034", $"{reference} is {input.Shown}, which cannot stand inside text.", scalar.Place);
            return null;
        }

        if (!CheckStep(reference, scalar, out _)) return null;
        if (reference.Property is not null) return OptionMarkers.ForProperty(reference.Root, reference.Property);
        context.Fail("TESS3034", $"{reference} is the whole output of a step, which cannot stand inside text.", scalar.Place, "Name one of its properties: ${step.property}.");
        return null;
    }

    private YamlNode? FindInput(Reference reference, YamlScalar scalar)
    {
        if (context.Inputs.TryGetValue(reference.Property!, out var input))
        {
            if (context.CircularInputs.Contains(input.Key)) return null;
            if (context.MayExpand(input.Value)) return input.Value;
            context.Fail("TESS3035", "The inputs of this pipeline, put in their places, are more than a pipeline can be.", scalar.Place, "Let inputs refer to fewer others.");
            return null;
        }

        context.Fail("TESS3031", $"The pipeline has no input '{reference.Property}'.", scalar.Place, NearestName.Suggest(reference.Property!, context.Inputs.Keys));
        return null;
    }

    private bool CheckStep(Reference reference, YamlScalar scalar, out PartOutput? output)
    {
        output = null;
        if (!context.Steps.TryGetValue(reference.Root, out var target))
        {
            context.Fail("TESS3031", $"There is no step '{reference.Root}'.", scalar.Place, NearestName.Suggest(reference.Root, context.Steps.Keys.Where(name => name != step)));
            return false;
        }

        Dependencies.Add(reference.Root);
        output = target.Part?.Manifest.Output;
        if (reference.Property is null || output is null) return true;
        if (output.Schema?["properties"] is JsonObject properties && properties.ContainsKey(reference.Property)) return true;
        context.Fail("TESS3031", $"The output of step '{reference.Root}' has no property '{reference.Property}'.", scalar.Place,
            output.Schema?["properties"] is JsonObject known ? NearestName.Suggest(reference.Property, known.Select(pair => pair.Key)) : "It can only be taken whole: ${" + reference.Root + "}.");
        return false;
    }

    private static bool Fits(PartOutput output, JsonObject schema) =>
        schema[JsonSchema.ValueKeyword] is JsonValue type
            ? type.GetValue<string>() == output.Type || output.Implements.Contains(type.GetValue<string>(), StringComparer.Ordinal)
            : schema[JsonSchema.PartKeyword] is null && schema["type"] is null;

    private static bool FitsPlain(JsonObject property, JsonObject schema)
    {
        if (schema["type"] is null) return schema[JsonSchema.PartKeyword] is null && schema[JsonSchema.ValueKeyword] is null;
        var needed = TypesOf(schema);
        return TypesOf(property).All(given => given == "null" || needed.Any(type => type == given || (type == "number" && given == "integer")));
    }

    private static List<string> TypesOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => [.. several.Select(type => type!.GetValue<string>())],
        JsonValue one => [one.GetValue<string>()],
        _ => [],
    };

    private static string Needed(JsonObject schema) =>
        schema[JsonSchema.PartKeyword] is { } kind ? $"a part of kind '{kind}'"
        : schema[JsonSchema.ValueKeyword] is JsonValue type ? Short(type.GetValue<string>())
        : $"a value of type {string.Join(" or ", TypesOf(schema))}";

    /// <summary>Which other references would do.</summary>
    private string Fitting(JsonObject schema)
    {
        var fitting = new List<string>();
        foreach (var (name, target) in context.Steps.Where(pair => pair.Key != step).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (target.Part?.Manifest.Output is not { } output) continue;
            if (Fits(output, schema)) fitting.Add("${" + name + "}");
            if (output.Schema?["properties"] is JsonObject properties)
                fitting.AddRange(properties.Where(property => property.Value is JsonObject given && FitsPlain(given, schema)).Select(property => "${" + name + "." + property.Key + "}"));
        }

        return fitting.Count > 0 ? $"What fits: {string.Join(", ", fitting)}."
            : schema[JsonSchema.PartKeyword] is { } kind ? $"Write the part itself: {{ uses: {kind}/NAME }}."
            : "No step of this pipeline hands that over: add one that does.";
    }

    private static string Short(string type) => type.Split('.')[^1];
}
