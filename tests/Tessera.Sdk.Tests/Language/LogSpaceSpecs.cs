using Tessera.Sdk.Language;

namespace Tessera.Sdk.Tests.Language;

/// <summary>Sums of probabilities without leaving the logarithms.</summary>
public class LogSpaceSpecs
{
    // Expected values: 60-digit decimal arithmetic (Python's decimal module), rounded to double.
    [Theory]
    [InlineData(new[] { -0.5, -1.5, -3.0 }, -0.1284609681473171)]
    [InlineData(new[] { -2000.0, -2000.5 }, -1999.52592301582)]
    [InlineData(new[] { -1e5, -1e5, -1e5 }, -99998.90138771133)]
    [InlineData(new[] { 800.0, 1.0 }, 800.0)]
    [InlineData(new[] { -700.0, -710.0, -690.25 }, -690.2499417043889)]
    public void A_sum_is_exact_far_from_one(double[] values, double expected) =>
        LogSpace.Sum(values).Should().BeApproximately(expected, 1e-15 * Math.Abs(expected));

    [Theory]
    [InlineData(new double[0], double.NegativeInfinity)]
    [InlineData(new[] { double.NegativeInfinity }, double.NegativeInfinity)]
    [InlineData(new[] { double.NegativeInfinity, double.NegativeInfinity }, double.NegativeInfinity)]
    [InlineData(new[] { double.NegativeInfinity, -3.25, double.NegativeInfinity }, -3.25)]
    [InlineData(new[] { double.PositiveInfinity, 0.0 }, double.PositiveInfinity)]
    [InlineData(new[] { double.NaN, 0.0 }, double.NaN)]
    [InlineData(new[] { 0.0, double.NaN, double.PositiveInfinity }, double.NaN)]
    public void What_is_not_finite_is_neither_lost_nor_made_up(double[] values, double expected) => LogSpace.Sum(values).Should().Be(expected);

    [Fact]
    public void The_order_of_the_summands_hardly_matters()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => -0.1 * i)];
        var expected = -Math.Log(1 - Math.Exp(-0.1)) + Math.Log(1 - Math.Exp(-100));

        LogSpace.Sum(values).Should().BeApproximately(expected, 1e-13);
        LogSpace.Sum([.. values.Reverse()]).Should().BeApproximately(expected, 1e-13);
    }
}
