using Tessera.Sdk.Language;

namespace Tessera.Language.Tests;

public sealed class LogSpaceTests
{
    // Expected values: 60-digit decimal arithmetic (Python's decimal module), rounded to double.
    [Theory]
    [MemberData(nameof(Sums))]
    public void A_sum_of_probabilities_is_exact_where_exponentials_would_vanish_or_overflow(double[] values, double expected) =>
        LogSpace.Sum(values).Should().BeApproximately(expected, 1e-15 * Math.Max(1, Math.Abs(expected)));

    [Fact]
    public void Nothing_and_the_impossible_sum_to_the_impossible()
    {
        LogSpace.Sum([]).Should().Be(double.NegativeInfinity);
        LogSpace.Sum([double.NegativeInfinity, double.NegativeInfinity]).Should().Be(double.NegativeInfinity);
    }

    [Fact]
    public void The_impossible_adds_nothing() => LogSpace.Sum([double.NegativeInfinity, -3.25]).Should().Be(-3.25);

    public static TheoryData<double[], double> Sums() => new()
    {
        { [-1000.0, -1001.0, -1002.5], -999.6284609681474 },
        { [700.0, 710.0, 709.5], 710.4741052433907 },
        { [-0.1, -2.5, -7.25], -0.012444521803785422 },
        { [-1e-12, -40.0], -9.999957516457446e-13 },
        { [-5000.0, -5000.0], -4999.30685281944 },
        { [-745.2, -745.1, -800.0, -750.0], -744.4517016602574 },
    };
}
