using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Hosting;
using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Yaml;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Schemas;

namespace Tessera.Pipelines.Loading;

/// <summary>Checks a step's options against the schema in its manifest, and turns them into JSON with markers.</summary>
internal sealed class OptionsReader(LoadContext context, string step, string folder)
{
    private readonly ReferenceReader _references = new(context, step);

    /// <summary>The steps that the options refer to.</summary>
    public SortedSet<string> Dependencies => _references.Dependencies;

    /// <summary>The parts that the options name.</summary>
    public List<InstalledPart> Parts { get; } = [];

    /// <summary>The files and folders that the options name, absolute.</summary>
    public SortedSet<string> InputPaths { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the options of a part.</summary>
    public JsonObject? Read(YamlNode? with, InstalledPart part, SourceLocation place)
    {
        var options = with is null or YamlScalar { IsNull: true } ? new YamlMap([], place) : with;
        if (options is not YamlMap map)
        {
            context.Fail("TESS3015", $"'with' is a map of options, not {options.Shown}.", options.Place);
            return null;
        }

        if (part.Manifest.Options is { } schema) return ReadObject(map, schema);
        if (map.Entries.Count == 0) return [];
        context.Fail("TESS3021", $"{part.Uses} has no options.", map.Place, "Remove 'with'.");
        return null;
    }

    /// <summary>Checks the references in options whose part is not known, so that all mistakes are seen at once.</summary>
    public JsonObject? CheckReferencesOnly(YamlNode? node)
    {
        switch (node)
        {
            case YamlScalar scalar:
                _references.Read(scalar, null);
                break;
            case YamlList list:
                foreach (var item in list.Items) CheckReferencesOnly(item);
                break;
            case YamlMap map:
                foreach (var entry in map.Entries) CheckReferencesOnly(entry.Value);
                break;
        }

        return null;
    }

    private JsonNode? ReadValue(YamlNode node, JsonObject schema)
    {
        if (node is YamlScalar text)
        {
            var resolved = _references.Read(text, schema);
            if (resolved.Input is { } input) return ReadValue(input, schema);
            if (resolved.Marker is { } marker) return IsInputPath(schema) ? OptionMarkers.ForInput(marker, text.Text, text.Place) : marker;
            if (resolved.Failed) return null;
            node = text with { Text = resolved.Literal!, Quoted = text.Quoted || resolved.Literal != text.Text };
        }

        if (schema[JsonSchema.PartKeyword] is JsonValue kind) return ReadPart(node, kind.GetValue<string>());
        if (node is YamlScalar { IsNull: true }) return AllowsNull(schema) ? null : Refuse(node, schema);
        var type = TypesOf(schema).FirstOrDefault(name => name != "null");
        return type switch
        {
            "object" when node is YamlMap map => schema["properties"] is JsonObject ? ReadObject(map, schema) : ReadMap(map, schema["additionalProperties"] as JsonObject),
            "array" when node is YamlList list => ReadList(list, schema),
            "string" when node is YamlScalar scalar => ReadText(scalar, schema),
            "boolean" when node is YamlScalar { AsBoolean: { } truth } => JsonValue.Create(truth),
            "integer" when node is YamlScalar { AsInteger: { } whole } => InRange(node, whole, schema) ? JsonValue.Create(whole) : null,
            "number" when node is YamlScalar { AsNumber: { } number } => InRange(node, number, schema) ? JsonValue.Create(number) : null,
            null when schema[JsonSchema.ValueKeyword] is null => node is YamlScalar plain ? plain.ToJson() : Plain(node),
            _ => Refuse(node, schema),
        };
    }

    private JsonObject ReadObject(YamlMap map, JsonObject schema)
    {
        var result = new JsonObject();
        var properties = (JsonObject)schema["properties"]!;
        foreach (var entry in map.Entries)
        {
            if (properties[entry.Key] is JsonObject property) result[entry.Key] = ReadValue(entry.Value, property);
            else context.Fail("TESS3022", $"There is no option '{entry.Key}' here.", entry.KeyPlace, NearestName.Suggest(entry.Key, properties.Select(known => known.Key)));
        }

        foreach (var required in schema["required"] as JsonArray ?? [])
        {
            var name = required!.GetValue<string>();
            if (map.Find(name) is null) context.Fail("TESS3023", $"The option '{name}' is missing.", map.Place, Describe(properties[name] as JsonObject));
        }

        return result;
    }

    private JsonObject ReadMap(YamlMap map, JsonObject? values)
    {
        var result = new JsonObject();
        foreach (var entry in map.Entries)
        {
            if (entry.Key.StartsWith('$')) context.Fail("TESS3024", "A key must not begin with '$'.", entry.KeyPlace);
            else result[entry.Key] = values is null ? Plain(entry.Value) : ReadValue(entry.Value, values);
        }

        return result;
    }

    private JsonArray ReadList(YamlList list, JsonObject schema)
    {
        if (schema["minItems"] is JsonValue least && list.Items.Count < least.GetValue<int>())
            context.Fail("TESS3026", $"At least {least} elements are needed here.", list.Place);
        var items = schema["items"] as JsonObject ?? [];
        return [.. list.Items.Select(item => ReadValue(item, items))];
    }

    private JsonObject? ReadPart(YamlNode node, string kind)
    {
        var uses = node as YamlScalar ?? (node as YamlMap)?.Find("uses")?.Value as YamlScalar;
        if (uses is null)
        {
            context.Fail("TESS3025", $"A {kind} is needed here, not {node.Shown}.", node.Place, $"Write '{{ uses: {kind}/name, with: {{...}} }}'.");
            return null;
        }

        var map = node as YamlMap;
        foreach (var entry in map?.Entries.Where(entry => entry.Key is not ("uses" or "with")) ?? [])
            context.Fail("TESS3011", $"There is no key '{entry.Key}' here.", entry.KeyPlace, NearestName.Suggest(entry.Key, ["uses", "with"]));
        if (PartReader.Find(uses, kind, context) is not { } part)
        {
            CheckReferencesOnly(map?.Find("with")?.Value);
            return null;
        }

        Parts.Add(part);
        var options = Read(map?.Find("with")?.Value, part, node.Place);
        return new JsonObject { ["uses"] = part.QualifiedUses, ["with"] = options };
    }

    private JsonNode? ReadText(YamlScalar scalar, JsonObject schema)
    {
        if (schema["enum"] is JsonArray choices)
        {
            var names = choices.Select(choice => choice!.GetValue<string>()).ToList();
            if (names.Contains(scalar.Text, StringComparer.Ordinal)) return JsonValue.Create(scalar.Text);
            context.Fail("TESS3026", $"{scalar.Shown} is not one of {string.Join(", ", names)}.", scalar.Place, NearestName.Find(scalar.Text, names) is { } near ? $"Did you mean '{near}'?" : null);
            return null;
        }

        if (schema["minLength"] is JsonValue least && scalar.Text.Length < least.GetValue<int>())
            context.Fail("TESS3026", "The text must not be empty.", scalar.Place);
        return schema["format"]?.GetValue<string>() == JsonSchema.InputPathFormat ? ReadPath(scalar) : JsonValue.Create(scalar.Text);
    }

    private JsonObject? ReadPath(YamlScalar scalar)
    {
        // What the command line says is relative to where the command runs, like every path of a command line.
        var origin = scalar.Place.File.StartsWith("--set ", StringComparison.Ordinal) ? Directory.GetCurrentDirectory() : folder;
        if (scalar.Text.Length == 0 || scalar.Text.Contains('\0', StringComparison.Ordinal))
        {
            context.Fail("TESS3027", "The path of a file or folder is needed here.", scalar.Place);
            return null;
        }

        var path = Path.GetFullPath(scalar.Text, origin);
        if (!Path.Exists(path))
        {
            context.Fail("TESS3027", $"There is no file or folder {scalar.Shown}.", scalar.Place, $"It was looked for at {path}.");
            return null;
        }

        if (RegularFile.IsSpecial(path))
        {
            context.Fail("TESS3027", $"{scalar.Shown} is a pipe, a socket or a device, and neither a file nor a folder.", scalar.Place, "Write what it gives into a file, and name that.");
            return null;
        }

        InputPaths.Add(path);
        return OptionMarkers.ForPath(path);
    }

    private bool InRange(YamlNode node, double number, JsonObject schema)
    {
        var range = NumberRange.Of(schema);
        if (range.Contains(number)) return true;
        context.Fail("TESS3026", string.Create(CultureInfo.InvariantCulture, $"The value must be {range}, not {number}."), node.Place);
        return false;
    }

    private JsonNode? Refuse(YamlNode node, JsonObject schema)
    {
        context.Fail("TESS3025", $"{Expected(schema)} is needed here, not {node.Shown}.", node.Place, Describe(schema));
        return null;
    }

    private static bool IsInputPath(JsonObject schema) =>
        ((schema["items"] as JsonObject ?? schema)["format"] as JsonValue)?.GetValue<string>() == JsonSchema.InputPathFormat;

    private static string? Describe(JsonObject? schema) => schema?["description"]?.GetValue<string>();

    private static bool AllowsNull(JsonObject schema) => TypesOf(schema).Contains("null", StringComparer.Ordinal) || (schema["type"] is null && schema[JsonSchema.ValueKeyword] is null);

    private static IEnumerable<string> TypesOf(JsonObject schema) =>
        schema["type"] is JsonArray several ? several.Select(type => type!.GetValue<string>()) : schema["type"] is JsonValue one ? [one.GetValue<string>()] : [];

    private static string Expected(JsonObject schema) => TypesOf(schema).FirstOrDefault(name => name != "null") switch
    {
        "object" => "A map",
        "array" => "A list",
        "string" => "Text",
        "boolean" => "true or false",
        "integer" => "A whole number",
        "number" => "A number",
        _ => $"The output of a step ({schema[JsonSchema.ValueKeyword]?.GetValue<string>().Split('.')[^1]}), written ${{step}},",
    };

    /// <summary>JSON of any form, for options that say nothing of theirs. References hold there, too.</summary>
    private JsonNode? Plain(YamlNode node) => node switch
    {
        YamlScalar scalar => PlainScalar(scalar),
        YamlList list => new JsonArray([.. list.Items.Select(Plain)]),
        YamlMap map => ReadMap(map, null),
        _ => null,
    };

    private JsonNode? PlainScalar(YamlScalar scalar)
    {
        var resolved = _references.Read(scalar, null);
        if (resolved.Input is { } input) return Plain(input);
        if (OptionMarkers.StepOf(resolved.Marker) is not null)
            context.Fail("TESS3034", $"{scalar.Text} is the whole output of a step, which cannot stand among plain values.", scalar.Place, "Name one of its properties: ${step.property}.");
        if (resolved.Failed) return null;
        return resolved.Marker ?? (resolved.Literal == scalar.Text ? scalar.ToJson() : JsonValue.Create(resolved.Literal));
    }
}
