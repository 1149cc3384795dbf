using System.Text.Json.Nodes;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Schemas;

namespace Tessera.Pipelines.Schemas;

/// <summary>One JSON Schema (draft 7) for pipelines, with the options of every installed plugin, for editors.</summary>
public static class PipelineSchema
{
    private const string ReferencePattern = @"\$\{[^}]+\}";

    /// <summary>Makes the schema.</summary>
    /// <param name="catalog">The installed plugins.</param>
    /// <returns>The schema.</returns>
    public static JsonObject Generate(PluginCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var kinds = catalog.Parts.Select(part => part.Manifest.Kind).Concat(catalog.Parts.SelectMany(part => KindsIn(part.Manifest.Options))).Append("step")
            .Distinct().Order(StringComparer.Ordinal).ToDictionary(kind => kind, kind => catalog.Parts.Where(part => part.Manifest.Kind == kind).ToList());
        return new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Tessera pipeline",
            ["type"] = "object",
            ["required"] = new JsonArray("name", "steps"),
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject
            {
                ["name"] = Text("The pipeline's name, which also names its run's folder."),
                ["description"] = new JsonObject { ["description"] = "What the pipeline is for." },
                ["seed"] = new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["default"] = 0, ["description"] = "The origin of every random choice." },
                ["inputs"] = new JsonObject { ["type"] = new JsonArray("object", "null"), ["description"] = "Values that --set replaces, taken up as ${inputs.name}." },
                ["steps"] = new JsonObject
                {
                    ["type"] = new JsonArray("object", "null"),
                    ["additionalProperties"] = Refer("step"),
                    ["description"] = "The works. ${step} in an option takes up what another step hands over.",
                },
            },
            ["definitions"] = new JsonObject(kinds.Select(kind => KeyValuePair.Create<string, JsonNode?>(kind.Key, DescribeKind(kind.Key, kind.Value)))),
        };
    }

    private static JsonObject DescribeKind(string kind, IReadOnlyList<InstalledPart> parts)
    {
        var named = parts.OrderBy(part => part.Uses, StringComparer.Ordinal).Select(part => (JsonNode)DescribePart(part, kind == "step")).ToList();
        // Nothing stands where a part is needed that nobody has.
        if (named.Count == 0) return new JsonObject { ["not"] = new JsonObject() };
        if (kind != "step") named.Add(new JsonObject { ["enum"] = new JsonArray([.. parts.SelectMany(part => new[] { part.Uses, part.QualifiedUses }).Distinct().Order(StringComparer.Ordinal).Select(uses => (JsonNode)uses)]) });
        return new JsonObject { ["anyOf"] = new JsonArray([.. named]) };
    }

    private static JsonObject DescribePart(InstalledPart part, bool isStep)
    {
        var uses = new JsonObject { ["enum"] = new JsonArray(part.Uses, part.QualifiedUses), ["description"] = part.Manifest.Description };
        var properties = new JsonObject { ["uses"] = uses };
        var required = new JsonArray("uses");
        if (part.Manifest.Options is { } options)
        {
            properties["with"] = Convert(options);
            if (options["required"] is JsonArray { Count: > 0 }) required.Add((JsonNode)"with");
            else properties["with"]!["type"] = new JsonArray("object", "null");
        }
        else
        {
            properties["with"] = new JsonObject { ["type"] = new JsonArray("object", "null"), ["additionalProperties"] = false, ["description"] = "There are no options." };
        }

        if (isStep) properties["after"] = DescribeAfter();
        return new JsonObject
        {
            ["type"] = "object",
            ["description"] = part.Manifest.Description,
            ["properties"] = properties,
            ["required"] = required,
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject DescribeAfter()
    {
        JsonNode Name() => new JsonObject { ["type"] = "string" };
        return new JsonObject
        {
            ["anyOf"] = new JsonArray(Name(), new JsonObject { ["type"] = "array", ["items"] = Name() }),
            ["description"] = "The step, or steps, that must be done before.",
        };
    }

    private static IEnumerable<string> KindsIn(JsonNode? schema) => schema switch
    {
        JsonObject map when map[JsonSchema.PartKeyword] is JsonValue kind => [kind.GetValue<string>()],
        JsonObject map => map.SelectMany(pair => KindsIn(pair.Value)),
        _ => [],
    };

    // Our own keywords become what editors understand, and a reference may stand wherever a value may.
    private static JsonObject Convert(JsonObject schema)
    {
        if (schema[JsonSchema.PartKeyword] is JsonValue kind) return Refer(kind.GetValue<string>());
        if (schema["type"] is null && schema[JsonSchema.ValueKeyword] is not null) return Described(ReferenceTo(), schema);
        var result = new JsonObject();
        foreach (var (key, value) in schema)
        {
            if (key is JsonSchema.ValueKeyword or "format" || value is null) continue;
            result[key] = key switch
            {
                "enum" when AllowsNull(schema) => new JsonArray([.. ((JsonArray)value).Select(choice => choice?.DeepClone()), null]),
                "properties" => new JsonObject(((JsonObject)value).Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, OrReference((JsonObject)pair.Value!)))),
                "items" => OrReference((JsonObject)value),
                "additionalProperties" when value is JsonObject inner => OrReference(inner),
                _ => value.DeepClone(),
            };
        }

        return result;
    }

    private static JsonObject OrReference(JsonObject schema)
    {
        var converted = Convert(schema);
        if (IsText(schema) && schema["enum"] is null)
        {
            // Unquoted numbers and truth values are taken as the text they are.
            converted["type"] = AllowsNull(schema) ? new JsonArray("string", "number", "boolean", "null") : new JsonArray("string", "number", "boolean");
            return converted;
        }

        if (converted.ContainsKey("pattern") || converted.Count == 0) return converted;
        return Described(new JsonObject { ["anyOf"] = new JsonArray(converted, ReferenceTo()) }, schema);
    }

    private static bool IsText(JsonObject schema) => schema["type"] switch
    {
        JsonValue type => type.GetValue<string>() == "string",
        JsonArray types => types.Any(type => type!.GetValue<string>() == "string"),
        _ => false,
    };

    private static bool AllowsNull(JsonObject schema) => schema["type"] is JsonArray types && types.Any(type => type!.GetValue<string>() == "null");

    private static JsonObject Described(JsonObject target, JsonObject source)
    {
        if (source["description"] is { } description) target["description"] = description.DeepClone();
        if (source["default"] is { } value) target["default"] = value.DeepClone();
        return target;
    }

    private static JsonObject ReferenceTo() => new() { ["type"] = "string", ["pattern"] = ReferencePattern };

    private static JsonObject Refer(string kind) => new() { ["$ref"] = $"#/definitions/{kind}" };

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };
}
