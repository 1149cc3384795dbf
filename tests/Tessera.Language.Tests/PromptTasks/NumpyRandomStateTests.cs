using Tessera.Language.PromptTasks;

namespace Tessera.Language.Tests.PromptTasks;

/// <summary>Expected values are NumPy's own.</summary>
public sealed class NumpyRandomStateTests
{
    [Fact]
    public void A_shuffle_and_the_permutation_after_it_are_those_of_NumPy()
    {
        var random = new NumpyRandomState(42);
        var numbers = Enumerable.Range(0, 10).ToList();
        random.Shuffle(numbers);
        numbers.Should().Equal(8, 1, 5, 0, 7, 2, 9, 4, 3, 6);
        random.Permute(Enumerable.Range(0, 7)).Should().Equal(4, 1, 0, 3, 5, 6, 2);
    }

    [Fact]
    public void A_choice_is_that_of_NumPy_over_many_renewals_of_the_state()
    {
        var chosen = new NumpyRandomState(42).Choose(8603, 1000);
        chosen.Should().HaveCount(1000).And.OnlyHaveUniqueItems();
        chosen[..5].Should().Equal(7529, 8125, 7071, 8572, 5494);
        new NumpyRandomState(7).Choose(1000, 5).Should().Equal(778, 334, 271, 802, 216);
    }

    [Fact]
    public void Numbers_below_ten_thousand_are_those_by_which_DLN_seeds_its_requests()
    {
        var random = new NumpyRandomState(42);
        (random.UpTo(9_999), random.UpTo(9_999)).Should().Be((7270, 860));
    }

    [Theory]
    [InlineData(0u, new[] { 2, 8, 4, 9, 1, 6, 7, 3, 0, 5 })]
    [InlineData(uint.MaxValue, new[] { 6, 9, 5, 1, 8, 0, 7, 4, 2, 3 })]
    public void The_smallest_and_the_largest_seed_are_those_of_NumPy(uint seed, int[] permutation) =>
        new NumpyRandomState(seed).Permute(Enumerable.Range(0, 10)).Should().Equal(permutation);

    [Fact]
    public void Every_number_up_to_the_largest_is_drawn_and_none_beyond()
    {
        var random = new NumpyRandomState(1);
        var drawn = Enumerable.Range(0, 6000).Select(_ => random.UpTo(5)).GroupBy(number => number).ToDictionary(group => group.Key, group => group.Count());
        drawn.Keys.Should().BeEquivalentTo([0, 1, 2, 3, 4, 5]);
        drawn.Values.Should().OnlyContain(count => count > 850 && count < 1150);
        random.UpTo(0).Should().Be(0);
        random.Invoking(asked => asked.UpTo(-1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Nothing_and_one_thing_have_one_order()
    {
        var random = new NumpyRandomState(1);
        random.Permute(Array.Empty<int>()).Should().BeEmpty();
        random.Permute([3]).Should().Equal(3);
        random.Choose(3, 5).Should().BeEquivalentTo([0, 1, 2]);
    }
}
