using System.Globalization;
using Tessera.Reports.Text;

namespace Tessera.Reports.Plots;

/// <summary>Round numbers along an axis that covers what is shown.</summary>
internal sealed class Ticks
{
    private const int Most = 12;
    private const double Smallest = 1e-290;

    private Ticks(double low, double step, int count)
    {
        (Low, High) = (low, low + step * count);
        Values = [.. Enumerable.Range(0, count + 1).Select(i => low + step * i)];
        var decimals = Enumerable.Range(0, 8).FirstOrDefault(count => Math.Abs(step * Math.Pow(10, count) - Math.Round(step * Math.Pow(10, count))) < 1e-6 * step * Math.Pow(10, count), 8);
        var largest = Math.Max(Math.Abs(Low), Math.Abs(High));
        var format = decimals <= 6 && largest < 1e7 ? $"F{decimals}" : $"0.{new string('#', (int)Math.Clamp(Math.Ceiling(Math.Log10(largest / step)) + 1, 1, 15))}e+0";
        Labels = [.. Values.Select(value => Math.Abs(value) < step / 1000 ? "0" : Numbers.Minus(value.ToString(format, CultureInfo.InvariantCulture)))];
    }

    /// <summary>Where the axis begins.</summary>
    public double Low { get; }

    /// <summary>Where the axis ends.</summary>
    public double High { get; }

    /// <summary>The ticks, the first at the beginning and the last at the end.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>What is written at the ticks.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>An axis around values; what is no finite number has no place on one and is left out.</summary>
    /// <param name="values">The values.</param>
    /// <param name="about">How many intervals to aim at.</param>
    public static Ticks Around(IEnumerable<double> values, int about)
    {
        // Half of the largest number, so that the distance of two of them is one, too.
        var finite = values.Where(double.IsFinite).Select(value => Math.Clamp(value, -double.MaxValue / 4, double.MaxValue / 4)).ToList();
        var (low, high) = finite.Count == 0 ? (0, 1) : (finite.Min(), finite.Max());
        var least = Math.Max(Math.Max(Math.Abs(low), Math.Abs(high)) * 1e-9, Smallest);
        if (high - low <= least)
        {
            var around = low == 0 ? 1 : Math.Abs(low) / 10;
            (low, high) = (low - around, high + around);
        }

        var step = Round((high - low) / about);
        var first = Math.Floor(low / step + 1e-9) * step;
        return new Ticks(first, step, Math.Clamp((int)Math.Ceiling((high - first) / step - 1e-9), 1, Most));
    }

    /// <summary>Where a value stands, from 0 at the beginning to 1 at the end.</summary>
    public double At(double value) => Math.Clamp((value - Low) / (High - Low), 0, 1);

    private static double Round(double step)
    {
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / magnitude) switch { <= 1 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 } * magnitude;
    }
}
