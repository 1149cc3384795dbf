using System.Globalization;

namespace Tessera.Adapters.Evaluation;

/// <summary>Writes the values of many examples shortly: as digits where all are 0 or 1, otherwise as numbers parted by spaces.</summary>
internal static class ScoreTexts
{
    public static string Write(IReadOnlyList<double> values) => values.All(value => value is 0 or 1)
        ? string.Concat(values.Select(value => value == 0 ? '0' : '1'))
        : string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    /// <exception cref="FormatException">This is no such text, or a value lies outside of 0 to 1.</exception>
    public static double[] Read(string text)
    {
        double[] values = text.Length > 0 && text.All(digit => digit is '0' or '1')
            ? [.. text.Select(digit => digit == '0' ? 0.0 : 1)]
            : [.. text.Split(' ').Select(number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture))];
        return values.All(value => value is >= 0 and <= 1) ? values : throw new FormatException("A value is not from 0 to 1.");
    }
}
