using System.Text;
using Tessera.Reports.Text;
using Tessera.Sdk.Findings;

namespace Tessera.Reports.Plots;

/// <summary>Lines as the data of paths.</summary>
internal static class Curve
{
    /// <summary>The line through the points.</summary>
    public static string Line(SeriesLine line, Func<double, double> x, Func<double, double> y) => Along(line.Points.Select(point => (x(point.X), y(point.Y))));

    /// <summary>The area between the ends of the intervals; empty where fewer than two points have one.</summary>
    public static string Band(SeriesLine line, Func<double, double> x, Func<double, double> y)
    {
        var known = line.Points.Where(point => point is { Low: { } low, High: { } high } && !double.IsNaN(low) && !double.IsNaN(high)).ToList();
        return known.Count < 2 ? "" : Along(known.Select(point => (x(point.X), y(point.High!.Value))).Concat(known.AsEnumerable().Reverse().Select(point => (x(point.X), y(point.Low!.Value))))) + "Z";
    }

    /// <summary>A line with fewer points that looks the same: of each stretch, its first, highest and lowest points.</summary>
    public static SeriesLine Thin(SeriesLine line, int most)
    {
        if (line.Points.Count <= most) return line;
        var stretches = most / 3;
        var kept = Enumerable.Range(0, stretches).SelectMany(stretch =>
        {
            var (begin, end) = ((int)((long)stretch * line.Points.Count / stretches), (int)((long)(stretch + 1) * line.Points.Count / stretches));
            var inside = Enumerable.Range(begin, end - begin).ToList();
            return new[] { begin, inside.MinBy(i => line.Points[i].Y), inside.MaxBy(i => line.Points[i].Y) }.Distinct().Order();
        });
        return new SeriesLine(line.Name, [.. kept.Select(i => line.Points[i]).Append(line.Points[^1])]);
    }

    private static string Along(IEnumerable<(double X, double Y)> places)
    {
        var data = new StringBuilder();
        foreach (var (x, y) in places) data.Append(data.Length == 0 ? 'M' : 'L').Append(Numbers.Place(x)).Append(',').Append(Numbers.Place(y));
        return data.ToString();
    }
}
