using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tessera.Sdk.Schemas;

/// <summary>Reads single values from JSON.</summary>
internal static class ScalarReader
{
    /// <summary>The value as a type, boxed as that very type; null where it does not fit.</summary>
    public static object? Read(Type type, JsonValue node, bool lenient)
    {
        var kind = node.GetValueKind();
        var text = TextOf(node);
        if (type == typeof(string))
            return text ?? (lenient && kind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? Written(node) : null);
        if (type == typeof(bool))
            return kind is JsonValueKind.True or JsonValueKind.False ? kind == JsonValueKind.True : lenient && bool.TryParse(text, out var truth) ? truth : null;
        if (type.IsEnum) return text is null ? null : Choice(type, text);
        var digits = kind == JsonValueKind.Number ? Written(node) : lenient ? text?.Trim() : null;
        if (digits is null) return null;
        if (type == typeof(double)) return Number(digits) is { } wide && double.IsFinite(wide) ? wide : null;
        if (type == typeof(float)) return Number(digits) is { } wider && float.IsFinite((float)wider) ? (float)wider : null;
        if (Whole(digits, lenient) is not { } whole) return null;
        if (type == typeof(int)) return whole is >= int.MinValue and <= int.MaxValue ? (int)whole : null;
        if (type == typeof(long)) return whole is >= long.MinValue and <= long.MaxValue ? (long)whole : null;
        return type == typeof(ulong) && whole is >= ulong.MinValue and <= ulong.MaxValue ? (ulong)whole : null;
    }

    /// <summary>The text that a value is; null where it is none, or is torn within a character and so is no text.</summary>
    public static string? TextOf(JsonValue node)
    {
        if (node.GetValueKind() != JsonValueKind.String) return null;
        try
        {
            return node.GetValue<string>();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The value as it is written in JSON; null for what JSON cannot hold, such as an infinite number made in memory.</summary>
    public static string? Written(JsonNode node)
    {
        try
        {
            return node.ToJsonString();
        }
        catch (Exception unfit) when (unfit is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static object? Choice(Type type, string text) =>
        Enum.GetNames(type).FirstOrDefault(name => JsonNamingPolicy.CamelCase.ConvertName(name) == text) is { } match ? Enum.Parse(type, match) : null;

    private static double? Number(string digits) =>
        double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static decimal? Whole(string digits, bool lenient) =>
        decimal.TryParse(digits, lenient ? NumberStyles.Float : NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number)
            ? number
            : null;
}
