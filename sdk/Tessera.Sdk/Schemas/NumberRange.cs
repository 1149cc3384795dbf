using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Tessera.Sdk.Schemas;

/// <summary>The numbers that a <see cref="RangeAttribute"/> allows. An infinite bound is none.</summary>
internal sealed record NumberRange(double Low, double High, bool WithoutLow, bool WithoutHigh)
{
    public static NumberRange? Of(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range
            ? new NumberRange(
                Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture),
                range.MinimumIsExclusive, range.MaximumIsExclusive)
            : null;

    public bool Contains(double number) =>
        (WithoutLow ? number > Low : number >= Low) && (WithoutHigh ? number < High : number <= High);

    public void AddTo(JsonObject schema)
    {
        if (double.IsFinite(Low)) schema[WithoutLow ? "exclusiveMinimum" : "minimum"] = Low;
        if (double.IsFinite(High)) schema[WithoutHigh ? "exclusiveMaximum" : "maximum"] = High;
    }

    /// <summary>The range as it stands after "must be".</summary>
    public override string ToString()
    {
        if (double.IsFinite(Low) && double.IsFinite(High) && !WithoutLow && !WithoutHigh)
            return string.Create(CultureInfo.InvariantCulture, $"from {Low} to {High}");
        var low = double.IsFinite(Low) ? string.Create(CultureInfo.InvariantCulture, $"{(WithoutLow ? "more than" : "at least")} {Low}") : null;
        var high = double.IsFinite(High) ? string.Create(CultureInfo.InvariantCulture, $"{(WithoutHigh ? "less than" : "at most")} {High}") : null;
        return low is null ? high ?? "a number" : high is null ? low : $"{low} and {high}";
    }
}
