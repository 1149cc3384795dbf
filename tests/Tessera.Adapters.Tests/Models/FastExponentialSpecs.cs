using System.Numerics;
using Tessera.Adapters.Models.Fused;

namespace Tessera.Adapters.Tests.Models;

/// <summary>The exponential function of the hand-written layers, beside that of the runtime in double precision.</summary>
public sealed class FastExponentialSpecs
{
    [Fact]
    public void It_is_within_two_units_in_the_last_place()
    {
        for (var x = -87.3f; x < 88.3f; x += 0.00137f) (Math.Abs(Exp(x) / Math.Exp(x) - 1) / 5.97e-8).Should().BeLessThan(2 * 2, "of e^{0}", x);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(float.NegativeInfinity, 0)]
    [InlineData(-88, 0)]
    [InlineData(-1e30f, 0)]
    public void What_hides_a_token_weighs_nothing(float power, float expected) => Exp(power).Should().Be(expected);

    [Fact]
    public void Large_powers_stay_finite() => Exp(1e30f).Should().BeGreaterThan(2e38f).And.NotBe(float.PositiveInfinity);

    [Fact]
    public void What_is_no_number_stays_none() => Exp(float.NaN).Should().Be(float.NaN);

    private static float Exp(float power) => FastExponential.Exp(new Vector<float>(power))[0];
}
