using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tessera.Adapters.Models.Fused;

/// <summary>
/// The exponential function in single precision throughout, within two units in the last place. That of the runtime goes through double precision: with it the gate of a small
/// layer took 75 µs for 224 tokens, and takes 45 with this one.
/// </summary>
internal static class FastExponential
{
    // Below it, results are no normal numbers any more, and count as zero.
    private const float Least = -87.33f, Most = 88.37f;

    // ln 2 in two parts, the first of so few digits that its multiples are exact (Cody and Waite 1980).
    private const float High = 0.693359375f, Low = -2.12194440e-4f;

    /// <summary>e to the power of each number, at most e^88.37.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> value)
    {
        // What is no number stays none: of two operands, the processor's own operation gives the second then.
        var within = Vector.MinNative(new Vector<float>(Most), Vector.MaxNative(new Vector<float>(Least), value));
        // e^x = 2^n e^r with n the nearest whole number to x / ln 2, so that |r| is at most ln 2 / 2.
        var whole = Vector.Floor(Vector.FusedMultiplyAdd(within, new Vector<float>(1.44269504f), new Vector<float>(0.5f)));
        var rest = Vector.FusedMultiplyAdd(whole, new Vector<float>(-Low), Vector.FusedMultiplyAdd(whole, new Vector<float>(-High), within));
        // Σ r^k / k!, of which the first term that is left out is below half a unit of the last place.
        var sum = new Vector<float>(1 / 5040f);
        sum = Vector.FusedMultiplyAdd(sum, rest, new Vector<float>(1 / 720f));
        sum = Vector.FusedMultiplyAdd(sum, rest, new Vector<float>(1 / 120f));
        sum = Vector.FusedMultiplyAdd(sum, rest, new Vector<float>(1 / 24f));
        sum = Vector.FusedMultiplyAdd(sum, rest, new Vector<float>(1 / 6f));
        sum = Vector.FusedMultiplyAdd(sum, rest, new Vector<float>(0.5f));
        sum = Vector.FusedMultiplyAdd(sum, rest, Vector<float>.One);
        sum = Vector.FusedMultiplyAdd(sum, rest, Vector<float>.One);
        var power = Vector.AsVectorSingle((Vector.ConvertToInt32Native(whole) + new Vector<int>(127)) << 23);
        return Vector.ConditionalSelect(Vector.LessThan(value, new Vector<float>(Least)), Vector<float>.Zero, sum * power);
    }
}
