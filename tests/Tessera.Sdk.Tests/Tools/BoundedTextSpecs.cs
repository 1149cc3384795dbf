using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Tests.Tools;

/// <summary>Long text is cut, and the cut is said.</summary>
public class BoundedTextSpecs
{
    [Theory]
    [InlineData("", 0, "")]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "ab\n... (1 characters left out) ...\ndef")]
    [InlineData("abcdef", 2, "a\n... (4 characters left out) ...\nf")]
    [InlineData("abcdef", 1, "\n... (5 characters left out) ...\nf")]
    [InlineData("abcdef", 0, "\n... (6 characters left out) ...\n")]
    public void Beginning_and_end_are_kept_and_what_is_missing_is_counted(string text, int limit, string expected) =>
        BoundedText.Cut(text, limit).Should().Be(expected);

    [Fact]
    public void No_pair_of_surrogates_is_torn_and_the_count_is_right()
    {
        var text = "a" + string.Concat(Enumerable.Repeat("😀", 20)) + "z";
        for (var limit = 0; limit < text.Length; limit++)
        {
            var cut = BoundedText.Cut(text, limit);
            var parts = cut.Split('\n');
            FluentActions.Invoking(() => new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(cut)).Should().NotThrow($"limit {limit}");
            (parts[0].Length + parts[2].Length).Should().BeInRange(Math.Max(0, limit - 2), limit);
            parts[1].Should().Be($"... ({text.Length - parts[0].Length - parts[2].Length} characters left out) ...");
            text.Should().StartWith(parts[0]).And.EndWith(parts[2]);
        }
    }

    [Fact]
    public void A_limit_below_nothing_is_refused() =>
        FluentActions.Invoking(() => BoundedText.Cut("a", -1)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void An_observation_never_exceeds_its_limit_with_what_is_said_of_the_cut()
    {
        for (var length = 60; length < 400; length += 7)
        {
            var observation = Observation.Failure(new string('x', length), new() { ["kept"] = true });
            for (var limit = 64; limit < 420; limit += 5)
            {
                var bounded = observation.Bounded(limit);
                if (length <= limit) bounded.Should().BeSameAs(observation);
                else bounded.Text.Length.Should().BeLessThanOrEqualTo(limit);
                bounded.Bounded(limit).Should().BeSameAs(bounded, "cutting twice cuts once");
                (bounded.Failed, bounded.Data).Should().Be((true, observation.Data));
                if (length > limit) bounded.Text.Should().Contain("characters left out");
            }
        }
    }

    [Fact]
    public void An_observation_is_cut_to_the_common_limit_by_itself()
    {
        var text = new string('x', Observation.TextLimit + 1);
        Observation.Success(text).Bounded().Text.Length.Should().BeInRange(Observation.TextLimit - 64, Observation.TextLimit);
        Observation.Success(text[1..]).Bounded().Text.Should().Be(text[1..]);
    }

    [Theory]
    [InlineData(63)]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_without_room_for_what_is_said_of_the_cut_is_refused(int limit) =>
        FluentActions.Invoking(() => Observation.Success(new string('x', 100)).Bounded(limit)).Should().Throw<ArgumentOutOfRangeException>();
}
