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
        if (JsonSchema.ElementOf(type) is { } element) return BindList(element, node, path);
        if (JsonSchema.MapValueOf(type) is { } value) return BindMap(value, node, path);
        if (node is JsonValue scalar && BindScalar(type, scalar) is { } bound) return bound;
        if (node is JsonObject json && JsonSchema.IsWrittenOut(type)) return BindObject(type, json, path);
        return Fail(path, $"{Expected(type)} is needed here, not {Shown(node)}.{Choices(type, node)}");
    }

    private Array? BindList(Type element, JsonNode node, string path)
    {
        if (node is not JsonArray array)
        {
            Fail(path, $"A list is needed here, not {Shown(node)}.");
            return null;
        }

        var result = Array.CreateInstance(element, array.Count);
        for (var i = 0; i < array.Count; i++)
        {
            var before = _errors.Count;
            var item = BindValue(element, array[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), allowsNull: false);
            if (_errors.Count == before) result.SetValue(item, i);
        }

        return result;
    }

    private object? BindMap(Type value, JsonNode node, string path)
    {
        if (node is not JsonObject json) return Fail(path, $"A map is needed here, not {Shown(node)}.");
        var result = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value))!;
        foreach (var (key, item) in json)
        {
            var before = _errors.Count;
            var bound = BindValue(value, item, Join(path, key), allowsNull: false);
            if (_errors.Count == before) result[key] = bound;
        }

        return result;
    }

    private object? BindScalar(Type type, JsonValue node)
    {
        var kind = node.GetValueKind();
        var lenient = _rules == BindingRules.Lenient;
        var text = kind == JsonValueKind.String ? node.GetValue<string>() : null;
        if (type == typeof(string)) return text ?? (lenient && kind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? node.ToJsonString() : null);
        if (type == typeof(bool))
            return kind is JsonValueKind.True or JsonValueKind.False ? kind == JsonValueKind.True : lenient && bool.TryParse(text, out var truth) ? truth : null;
        if (type.IsEnum) return text is null ? null : BindChoice(type, text);
        var digits = kind == JsonValueKind.Number ? node.ToJsonString() : lenient ? text?.Trim() : null;
        if (digits is null) return null;
        if (type == typeof(double) || type == typeof(float))
            return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? type == typeof(float) ? (float)number : number
                : null;
        if (type == typeof(ulong)) return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var unsigned) ? unsigned : null;
        if (type != typeof(int) && type != typeof(long)) return null;
        if (!long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            if (!lenient || !decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction) || fraction != decimal.Truncate(fraction)
                || fraction is < long.MinValue or > long.MaxValue) return null;
            whole = (long)fraction;
        }

        if (type == typeof(long)) return whole;
        return whole is >= int.MinValue and <= int.MaxValue ? (int)whole : null;
    }

    private static object? BindChoice(Type type, string text) =>
        Enum.GetNames(type).FirstOrDefault(name => JsonNamingPolicy.CamelCase.ConvertName(name) == text) is { } match ? Enum.Parse(type, match) : null;

    private void CheckAnnotations(PropertyInfo property, object? value, string path)
    {
        if (value is null) return;
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
            var low = Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture);
            var high = Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);
            if (number < low || number > high)
                Fail(path, string.Create(CultureInfo.InvariantCulture, $"The value must be from {low} to {high}, not {number}."));
        }

        if (property.GetCustomAttribute<MinLengthAttribute>() is { } least && (value is string text ? text.Length : value is ICollection items ? items.Count : least.Length) < least.Length)
            Fail(path, least.Length == 1 ? "The value must not be empty." : string.Create(CultureInfo.InvariantCulture, $"The value must have at least {least.Length} elements."));
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
        type.IsEnum && node is JsonValue value && value.TryGetValue<string>(out var text)
            && NearestName.Find(text, Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)) is { } nearest
            ? $" Did you mean '{nearest}'?"
            : "";

    private static string Shown(JsonNode node) => node switch
    {
        JsonObject => "a map",
        JsonArray => "a list",
        _ => node.ToJsonString() is { Length: <= 60 } text ? text : node.ToJsonString()[..57] + "...",
    };

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private object? Fail(string path, string message)
    {
        _errors.Add(new BindingError(path, message.TrimEnd()));
        return null;
    }
}
