using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Tessera.Sdk.Schemas;

/// <summary>The numbers that a <see cref="RangeAttribute"/>, or a schema made of it, allows. An infinite bound is none.</summary>
public sealed class NumberRange
{
    private readonly double _low;
    private readonly double _high;
    private readonly bool _withoutLow;
    private readonly bool _withoutHigh;

    private NumberRange(double low, double high, bool withoutLow, bool withoutHigh) =>
        (_low, _high, _withoutLow, _withoutHigh) = (low, high, withoutLow, withoutHigh);

    /// <summary>Reads the range of a schema of a number.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>The range; one of all numbers where the schema sets no bounds.</returns>
    public static NumberRange Of(JsonObject schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var (low, high) = (schema["exclusiveMinimum"], schema["exclusiveMaximum"]);
        return new NumberRange(
            (low ?? schema["minimum"])?.GetValue<double>() ?? double.NegativeInfinity, (high ?? schema["maximum"])?.GetValue<double>() ?? double.PositiveInfinity,
            low is not null, high is not null);
    }

    /// <summary>Whether a number lies within.</summary>
    /// <param name="number">The number.</param>
    /// <returns>Whether it does.</returns>
    public bool Contains(double number) =>
        (_withoutLow ? number > _low : number >= _low) && (_withoutHigh ? number < _high : number <= _high);

    /// <summary>The range as it stands after "must be".</summary>
    /// <returns>Such as <c>from 1 to 8</c> or <c>more than 0</c>.</returns>
    public override string ToString()
    {
        if (double.IsFinite(_low) && double.IsFinite(_high) && !_withoutLow && !_withoutHigh)
            return string.Create(CultureInfo.InvariantCulture, $"from {_low} to {_high}");
        var low = double.IsFinite(_low) ? string.Create(CultureInfo.InvariantCulture, $"{(_withoutLow ? "more than" : "at least")} {_low}") : null;
        var high = double.IsFinite(_high) ? string.Create(CultureInfo.InvariantCulture, $"{(_withoutHigh ? "less than" : "at most")} {_high}") : null;
        return low is null ? high ?? "a number" : high is null ? low : $"{low} and {high}";
    }

    internal static NumberRange? Of(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range
            ? new NumberRange(
                Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture),
                range.MinimumIsExclusive, range.MaximumIsExclusive)
            : null;

    /// <summary>
    /// The numbers that a type holds, where a double tells all of its bounds exactly; null where they need not be said or cannot be:
    /// whoever reads whole numbers as 64 bits has no others than a <see cref="long"/> has.
    /// </summary>
    internal static NumberRange? Of(Type type) =>
        type == typeof(int) ? new NumberRange(int.MinValue, int.MaxValue, false, false)
        : type == typeof(ulong) ? new NumberRange(0, double.PositiveInfinity, false, false)
        : type == typeof(float) ? new NumberRange(float.MinValue, float.MaxValue, false, false)
        : null;

    /// <summary>Says the range in a schema of a number, whose own bounds stay where they are narrower.</summary>
    internal void AddTo(JsonObject schema)
    {
        var own = Of(schema);
        if (double.IsFinite(_low) && _low >= own._low) Replace(schema, "minimum", "exclusiveMinimum", _low, _withoutLow);
        if (double.IsFinite(_high) && _high <= own._high) Replace(schema, "maximum", "exclusiveMaximum", _high, _withoutHigh);
    }

    private static void Replace(JsonObject schema, string with, string without, double bound, bool isWithout)
    {
        schema.Remove(with);
        schema.Remove(without);
        schema[isWithout ? without : with] = bound;
    }
}
