using CsCheck;
using Tessera.Reports.Plots;

namespace Tessera.Reports.Tests;

/// <summary>Axes have round numbers and hold what they are to show.</summary>
public class TicksSpecs
{
    [Fact]
    public void I_read_round_numbers()
    {
        Ticks.Around([0.03, 0.97], 5).Labels.Should().Equal("0", "0.2", "0.4", "0.6", "0.8", "1.0");
        Ticks.Around([-1, 1], 4).Labels.Should().Equal("−1.0", "−0.5", "0", "0.5", "1.0");
        Ticks.Around([0, 1000], 5).Labels.Should().Equal("0", "200", "400", "600", "800", "1000");
        Ticks.Around([0.1, 0.2], 4).Labels.Should().Equal("0.100", "0.125", "0.150", "0.175", "0.200");
        Ticks.Around([5], 4).Values.Should().Contain(5);
        Ticks.Around([], 4).Values.Should().StartWith(0).And.EndWith(1);
    }

    [Fact]
    public void Every_value_has_its_place_and_ticks_are_few_and_even() =>
        Gen.Select(Gen.Double[-1e6, 1e6].Array[1, 20], Gen.Int[-8, 8], Gen.Int[3, 6]).Sample((values, magnitude, about) =>
        {
            var scaled = values.Select(value => value * Math.Pow(10, magnitude)).ToList();
            var ticks = Ticks.Around(scaled, about);
            var slack = (ticks.High - ticks.Low) * 1e-6;

            ticks.Values.Count.Should().BeInRange(2, 13);
            ticks.Labels.Should().OnlyHaveUniqueItems();
            scaled.Should().OnlyContain(value => value >= ticks.Low - slack && value <= ticks.High + slack);
            ticks.At(ticks.Low).Should().Be(0);
            ticks.At(ticks.High).Should().Be(1);
        });

    [Fact]
    public void Numbers_at_the_edge_of_what_can_be_written_have_an_axis_too()
    {
        foreach (var values in new double[][] { [double.MaxValue, double.MinValue], [double.Epsilon, 0], [1e15, 1e15 + 1], [double.NaN], [double.PositiveInfinity, 1] })
        {
            var ticks = Ticks.Around(values, 5);
            ticks.Values.Should().OnlyContain(value => double.IsFinite(value)).And.HaveCountGreaterThan(1);
            values.Select(ticks.At).Should().OnlyContain(place => double.IsNaN(place) || (place >= 0 && place <= 1));
        }
    }
}
