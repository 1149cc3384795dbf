using Tessera.Sdk.Randomness;

namespace Tessera.Sdk.Tests.Randomness;

/// <summary>
/// The numbers of a seed are those of xoshiro256** and SplitMix64. Expected values: both written in Python from their definition,
/// checked there with the vectors that their authors' reference code gives.
/// </summary>
public class GeneratorSpecs
{
    private static Random Random => new Seed(42).CreateRandom();

    [Fact]
    public void Numbers_are_those_of_the_definition()
    {
        Draw(random => random.NextDouble()).Should().Equal(0.08386297105988216, 0.3789802506626686, 0.6800434110281394);
        Draw(random => random.NextSingle()).Should().Equal(0.083862960f, 0.37898022f, 0.68004340f);
        Draw(random => random.Next(100)).Should().Equal(8, 37, 68);
        Draw(random => random.Next(-8, 92)).Should().Equal(0, 29, 60);
        Draw(random => random.NextInt64(100)).Should().Equal(8, 37, 68);
    }

    [Fact]
    public void A_range_whose_size_divides_no_power_of_two_is_drawn_fairly() =>
        Draw(random => random.NextInt64(long.MinValue, 1)).Should().Equal(-75595547822117070, -2123778621821900516, -2589382582387675431);

    [Fact]
    public void Bytes_are_the_words_from_their_low_end()
    {
        var (span, array) = (new byte[11], new byte[11]);
        Random.NextBytes(span.AsSpan());
        Random.NextBytes(array);

        Convert.ToHexStringLower(span).Should().Be("16c72e0c2e0b78157e3a11");
        array.Should().Equal(span);
    }

    [Fact]
    public void Empty_ranges_give_their_beginning_and_reversed_ones_are_refused()
    {
        Random.Next(0).Should().Be(0);
        Random.Next(7, 7).Should().Be(7);
        var random = Random;
        FluentActions.Invoking(() => random.Next(-1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => random.NextInt64(-1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => random.Next(2, 1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static IEnumerable<T> Draw<T>(Func<Random, T> draw)
    {
        var random = Random;
        return [draw(random), draw(random), draw(random)];
    }
}
