using System.Globalization;

namespace Tessera.Reports.Text;

/// <summary>Numbers as people read them, the same in every country.</summary>
internal static class Numbers
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static string Show(double number) => number switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        0 => "0",
        _ when Math.Abs(number) is >= 1e12 or < 1e-4 => Minus(number.ToString("0.###e+0", Invariant)),
        _ when Math.Abs(number) >= 1000 => Minus(number.ToString("0.##", Invariant)),
        _ => Minus(number.ToString("0.####", Invariant)),
    };

    /// <summary>A number with so many decimals, where that makes sense.</summary>
    public static string Show(double number, int? decimals) =>
        decimals is { } known && Math.Abs(number) < 1e9 ? Minus(number.ToString("F" + known.ToString(Invariant), Invariant)) : Show(number);

    public static string Show(long number) => Minus(number.ToString(Invariant));

    /// <summary>A place in a drawing, short and exact enough.</summary>
    public static string Place(double number) => Math.Round(number, 2).ToString("0.##", Invariant);

    public static string Percent(double fraction) => Math.Round(fraction * 100, 3).ToString("0.###", Invariant) + "%";

    public static string Minus(string number) => number.StartsWith('-') ? "−" + number[1..] : number;
}
