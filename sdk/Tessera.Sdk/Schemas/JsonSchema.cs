using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Schemas;

/// <summary>Describes options and arguments as JSON Schema, from the classes that hold them.</summary>
/// <remarks>
/// Properties are named in camel case, unless a <see cref="JsonPropertyNameAttribute"/> says otherwise. What JSON Schema has no word for stands in two keywords of our own:
/// <see cref="PartKeyword"/> and <see cref="ValueKeyword"/>.
/// </remarks>
public static class JsonSchema
{
    /// <summary>The keyword that says that a part stands here; its value is the part's kind.</summary>
    public const string PartKeyword = "x-part";

    /// <summary>The keyword that names the class of a value that another step hands over.</summary>
    public const string ValueKeyword = "x-value";

    /// <summary>The value of <c>format</c> for a path that must exist before a run.</summary>
    public const string InputPathFormat = "input-path";

    /// <summary>Describes a class of options or arguments.</summary>
    /// <param name="type">The class; it has a public parameterless constructor.</param>
    /// <param name="documentation">Gives the text for a property that has no <see cref="DescriptionAttribute"/>.</param>
    /// <param name="bounded">
    /// Whether numbers are bounded by what their types hold, where no narrower range is declared: for whoever checks values without the
    /// classes at hand. Schemas that models read are better without; the binder checks anyway.
    /// </param>
    /// <returns>An object schema that allows no other properties, with defaults read from a fresh instance.</returns>
    /// <exception cref="ArgumentException">The class is not one that JSON can hold.</exception>
    public static JsonObject Describe(Type type, Func<PropertyInfo, string?>? documentation = null, bool bounded = false)
    {
        ArgumentNullException.ThrowIfNull(type);
        return DescribeObject(type, new Style(documentation, bounded, ForModels: false), []);
    }

    /// <summary>Describes a class of arguments for models, in what every provider's dialect can say: what may be null may be left out.</summary>
    internal static JsonObject DescribeArguments(Type type) => DescribeObject(type, new Style(null, Bounded: false, ForModels: true), []);

    /// <summary>The properties of a class that options and arguments set, by their names in JSON.</summary>
    /// <param name="type">The class.</param>
    /// <returns>The properties in order of declaration, those of base classes first.</returns>
    internal static IReadOnlyList<(string Name, PropertyInfo Property)> PropertiesOf(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod?.IsPublic == true && property.GetIndexParameters().Length == 0)
            .OrderBy(property => Depth(property.DeclaringType!))
            .ThenBy(property => property.MetadataToken)
            .Select(property => (property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name), property))];

    /// <summary>The kind of part that a type names, or null when it names none.</summary>
    internal static string? PartKindOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Part<>)
            ? type.GetGenericArguments()[0].GetCustomAttribute<PartKindAttribute>()?.Kind
                ?? throw new ArgumentException($"{type.GetGenericArguments()[0]} is no contract for parts: it has no [PartKind].")
            : null;

    /// <summary>The element type of a list, or null when the type is no list.</summary>
    internal static Type? ElementOf(Type type)
    {
        if (type.IsArray) return type.GetElementType();
        if (!type.IsGenericType || type == typeof(string)) return null;
        var definition = type.GetGenericTypeDefinition();
        return definition == typeof(IReadOnlyList<>) || definition == typeof(IList<>) || definition == typeof(List<>)
            || definition == typeof(IEnumerable<>) || definition == typeof(IReadOnlyCollection<>)
            ? type.GetGenericArguments()[0]
            : null;
    }

    /// <summary>The value type of a map from text, or null when the type is no map.</summary>
    internal static Type? MapValueOf(Type type)
    {
        if (!type.IsGenericType) return null;
        var definition = type.GetGenericTypeDefinition();
        return (definition == typeof(IReadOnlyDictionary<,>) || definition == typeof(IDictionary<,>) || definition == typeof(Dictionary<,>))
            && type.GetGenericArguments()[0] == typeof(string)
            ? type.GetGenericArguments()[1]
            : null;
    }

    /// <summary>Whether a class is written out property by property where it stands.</summary>
    internal static bool IsWrittenOut(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type != typeof(string)
        && !typeof(JsonNode).IsAssignableFrom(type) && !typeof(IEnumerable).IsAssignableFrom(type)
        && !type.GetInterfaces().Any(implemented => implemented.IsGenericType && implemented.GetGenericTypeDefinition() == typeof(Steps.IArtifact<>))
        && type.GetConstructor(Type.EmptyTypes) is not null;

    private static int Depth(Type type) => type.BaseType is null ? 0 : Depth(type.BaseType) + 1;

    private static JsonObject DescribeObject(Type type, Style style, Type[] parents)
    {
        if (!IsWrittenOut(type))
            throw new ArgumentException($"{type} cannot hold options: it needs a public parameterless constructor.", nameof(type));
        if (parents.Contains(type))
            throw new ArgumentException($"{type} contains itself; options must be finite.", nameof(type));
        var defaults = Activator.CreateInstance(type);
        var nullability = new NullabilityInfoContext();
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var (name, property) in PropertiesOf(type))
        {
            var schema = DescribeType(property.PropertyType, style, [.. parents, type]);
            var isRequired = property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null;
            if ((!style.ForModels || isRequired) && IsNullable(property, nullability) && schema["type"] is JsonValue single)
                schema["type"] = new JsonArray(single.DeepClone(), "null");
            AddAnnotations(schema, property, style.Documentation);
            if (isRequired)
                required.Add((JsonNode)name);
            else if (DefaultNode(property.GetValue(defaults)) is { } value)
                schema["default"] = value;
            properties[name] = schema;
        }

        var result = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0) result["required"] = required;
        result["additionalProperties"] = false;
        return result;
    }

    private static JsonObject DescribeType(Type type, Style style, Type[] parents)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return new JsonObject { ["type"] = "string" };
        if (type == typeof(bool)) return new JsonObject { ["type"] = "boolean" };
        if (type == typeof(int) || type == typeof(long) || type == typeof(ulong)) return DescribeNumber("integer", type, style);
        if (type == typeof(double) || type == typeof(float)) return DescribeNumber("number", type, style);
        if (type.IsEnum)
            return new JsonObject
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(name))]),
            };
        if (typeof(JsonNode).IsAssignableFrom(type)) return type == typeof(JsonObject) ? new JsonObject { ["type"] = "object" } : [];
        if (PartKindOf(type) is { } kind) return new JsonObject { [PartKeyword] = kind };
        if (ElementOf(type) is { } element)
            return new JsonObject { ["type"] = "array", ["items"] = DescribeType(element, style, parents) };
        if (MapValueOf(type) is { } value)
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = DescribeType(value, style, parents) };
        // Neither JSON nor any step could give such a value.
        if (type.IsValueType || type.Namespace == nameof(System))
            throw new ArgumentException($"{type.Name} is none of text, double, float, int, long, ulong, bool, an enumeration, a list, a map, or a class of options", nameof(type));
        if (!IsWrittenOut(type)) return new JsonObject { [ValueKeyword] = type.FullName };
        var written = DescribeObject(type, style, parents);
        if (!style.ForModels) written[ValueKeyword] = type.FullName;
        return written;
    }

    private static JsonObject DescribeNumber(string name, Type type, Style style)
    {
        var schema = new JsonObject { ["type"] = name };
        if (style.Bounded) NumberRange.Of(type)?.AddTo(schema);
        return schema;
    }

    private static bool IsNullable(PropertyInfo property, NullabilityInfoContext nullability) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null
        || (!property.PropertyType.IsValueType && nullability.Create(property).WriteState == NullabilityState.Nullable);

    private static void AddAnnotations(JsonObject schema, PropertyInfo property, Func<PropertyInfo, string?>? documentation)
    {
        var description = property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? documentation?.Invoke(property);
        if (!string.IsNullOrWhiteSpace(description)) schema["description"] = description;
        if (property.GetCustomAttribute<InputPathAttribute>() is not null)
            (schema["items"] as JsonObject ?? schema)["format"] = InputPathFormat;
        if (property.GetCustomAttribute<MinLengthAttribute>() is { } least)
            schema[ElementOf(property.PropertyType) is null ? "minLength" : "minItems"] = least.Length;
        NumberRange.Of(property)?.AddTo(schema);
    }

    private static JsonNode? DefaultNode(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool truth => JsonValue.Create(truth),
        int whole => JsonValue.Create(whole),
        long whole => JsonValue.Create(whole),
        ulong whole => JsonValue.Create(whole),
        double number when double.IsFinite(number) => JsonValue.Create(number),
        float number when float.IsFinite(number) => JsonValue.Create(number),
        Enum choice => JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(choice.ToString())),
        IEnumerable<string> texts => new JsonArray([.. texts.Select(text => (JsonNode?)text)]),
        _ => null,
    };

    /// <param name="Documentation">Gives the text for a property that has no description of its own.</param>
    /// <param name="Bounded">Whether numbers are bounded by what their types hold.</param>
    /// <param name="ForModels">Whether models read it: null is not named as a type where leaving a property out says the same, nor are classes.</param>
    private sealed record Style(Func<PropertyInfo, string?>? Documentation, bool Bounded, bool ForModels);
}
