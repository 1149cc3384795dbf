using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Sdk.Schemas;

/// <summary>Fills options and arguments from JSON, and says everything that does not fit at once.</summary>
/// <remarks>Plain reflection on purpose: a serializer would keep its own picture of a plugin's types and hinder unloading.</remarks>
public sealed class ObjectBinder
{
    private readonly BindingRules _rules;
    private readonly IValueSource? _values;
    private readonly List<BindingError> _errors = [];

    private ObjectBinder(BindingRules rules, IValueSource? values) => (_rules, _values) = (rules, values);

    /// <summary>Makes an object from JSON.</summary>
    /// <param name="type">The class of options or arguments.</param>
    /// <param name="json">The values by name; null for none.</param>
    /// <param name="rules">How strictly values are taken.</param>
    /// <param name="values">Gives what JSON cannot hold; null where there is no such thing.</param>
    /// <returns>The object, or the errors.</returns>
    public static Binding Bind(Type type, JsonObject? json, BindingRules rules, IValueSource? values = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        var binder = new ObjectBinder(rules, values);
        var bound = binder.BindObject(type, json ?? [], "");
        return new Binding(binder._errors.Count == 0 ? bound : null, binder._errors);
    }

    private object? BindObject(Type type, JsonObject json, string path)
    {
        var properties = JsonSchema.PropertiesOf(type);
        var names = properties.Select(property => property.Name).ToList();
        if (!CanBeRead(json, path)) return null;
        foreach (var (key, _) in json)
        {
            if (!names.Contains(key, StringComparer.Ordinal))
                Fail(Join(path, key), $"There is no '{key}' here. {NearestName.Suggest(key, names)}");
        }

        var target = Activator.CreateInstance(type)!;
        foreach (var (name, property) in properties)
        {
            var place = Join(path, name);
            var given = json.TryGetPropertyValue(name, out var node) && !(node is null && _rules == BindingRules.Lenient);
            if (!given)
            {
                if (property.GetCustomAttribute<RequiredMemberAttribute>() is not null) Fail(place, $"'{name}' is missing.");
                continue;
            }

            var before = _errors.Count;
            var value = BindValue(property.PropertyType, node, place, AllowsNull(property));
            if (_errors.Count > before) continue;
            CheckAnnotations(property, value, place);
            property.SetValue(target, value);
        }

        return target;
    }

    private object? BindValue(Type type, JsonNode? node, string path, bool allowsNull)
    {
        try
        {
            if (_values is not null && _values.TryGet(type, node, path, out var ready)) return ready;
        }
        catch (FormatException unfit)
        {
            return Fail(path, unfit.Message);
        }

        if (node is null) return allowsNull ? null : Fail(path, "A value is needed here, not null.");
        if (typeof(JsonNode).IsAssignableFrom(type))
            return type.IsInstanceOfType(node) ? node.DeepClone() : Fail(path, $"{Expected(type)} is needed here, not {Shown(node)}.");
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (JsonSchema.ElementOf(type) is { } element) return BindList(type, element, node, path);
        if (JsonSchema.MapValueOf(type) is { } value) return BindMap(value, node, path);
        if (node is JsonValue scalar && ScalarReader.Read(type, scalar, _rules == BindingRules.Lenient) is { } bound) return bound;
        if (JsonSchema.IsWrittenOut(type) && (node as JsonObject ?? InText(node) as JsonObject) is { } json) return BindObject(type, json, path);
        return Fail(path, $"{Expected(type)} is needed here, not {Shown(node)}.{Choices(type, node)}");
    }

    private object? BindList(Type type, Type element, JsonNode node, string path)
    {
        if ((node as JsonArray ?? AsList(node)) is not { } array) return Fail(path, $"A list is needed here, not {Shown(node)}.");
        var result = Array.CreateInstance(element, array.Count);
        for (var i = 0; i < array.Count; i++)
        {
            var before = _errors.Count;
            var item = BindValue(element, array[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), allowsNull: false);
            if (_errors.Count == before) result.SetValue(item, i);
        }

        return type.IsAssignableFrom(result.GetType()) ? result : Activator.CreateInstance(type, result);
    }

    // Models write a list of one as that one, and a list as the text of a list.
    private JsonArray? AsList(JsonNode node) =>
        _rules != BindingRules.Lenient ? null : InText(node) as JsonArray ?? [node.DeepClone()];

    private JsonNode? InText(JsonNode node)
    {
        if (_rules != BindingRules.Lenient || node.GetValueKind() != JsonValueKind.String) return null;
        try
        {
            return node.GetValue<string>().TrimStart() is ['[' or '{', ..] text ? JsonNode.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private object? BindMap(Type value, JsonNode node, string path)
    {
        if (node is not JsonObject json) return Fail(path, $"A map is needed here, not {Shown(node)}.");
        if (!CanBeRead(json, path)) return null;
        var result = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value))!;
        foreach (var (key, item) in json)
        {
            var before = _errors.Count;
            var bound = BindValue(value, item, Join(path, key), allowsNull: false);
            if (_errors.Count == before) result[key] = bound;
        }

        return result;
    }

    // JSON that was read is looked into only when it is used; a key that stands twice or is torn within a character is met here.
    private bool CanBeRead(JsonObject json, string path)
    {
        try
        {
            _ = json.Count;
            return true;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or InvalidOperationException)
        {
            Fail(path, "The keys here cannot be read: one stands twice, or is no text.");
            return false;
        }
    }

    private void CheckAnnotations(PropertyInfo property, object? value, string path)
    {
        if (value is null) return;
        if (NumberRange.Of(property) is { } range && Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && !range.Contains(number))
            Fail(path, string.Create(CultureInfo.InvariantCulture, $"The value must be {range}, not {number}."));
        if (property.GetCustomAttribute<MinLengthAttribute>() is { } least && (value is string text ? text.Length : value is ICollection items ? items.Count : least.Length) < least.Length)
            Fail(path, least.Length == 1 ? "The value must not be empty." : string.Create(CultureInfo.InvariantCulture, $"The value must have at least {least.Length} {(value is string ? "characters" : "elements")}."));
    }

    private static bool AllowsNull(PropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null
        || (!property.PropertyType.IsValueType && new NullabilityInfoContext().Create(property).WriteState != NullabilityState.NotNull);

    private static string Expected(Type type) =>
        type == typeof(string) ? "Text"
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) || type == typeof(ulong) ? "A whole number"
        : type == typeof(double) || type == typeof(float) ? "A number"
        : type.IsEnum ? "One of " + string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))
        : JsonSchema.PartKindOf(type) is { } kind ? $"A part ('uses: {kind}/...')"
        : JsonSchema.IsWrittenOut(type) || type == typeof(JsonObject) ? "A map"
        : $"A {type.Name} from another step";

    private static string Choices(Type type, JsonNode node) =>
        type.IsEnum && node is JsonValue value && ScalarReader.TextOf(value) is { } text
            && NearestName.Find(text, Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)) is { } nearest
            ? $" Did you mean '{nearest}'?"
            : "";

    private static string Shown(JsonNode node) => node switch
    {
        JsonObject => "a map",
        JsonArray => "a list",
        _ => ScalarReader.Written(node) switch
        {
            null => "a value that JSON cannot hold",
            { Length: > 60 } text => text[..57] + "...",
            var text => text,
        },
    };

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private object? Fail(string path, string message)
    {
        _errors.Add(new BindingError(path, message.TrimEnd()));
        return null;
    }
}
