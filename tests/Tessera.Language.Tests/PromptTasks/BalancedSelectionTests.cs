using Tessera.Language.PromptTasks;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Tests.PromptTasks;

public sealed class BalancedSelectionTests
{
    private static readonly List<Example> Examples = [.. Enumerable.Range(0, 30).Select(index => new Example($"question {index}", index < 3 ? "rare" : index % 2 == 0 ? "even" : "odd"))];

    [Fact]
    public void Classes_are_picked_in_turn_and_one_that_has_no_more_is_passed_over()
    {
        var picked = BalancedSelection.Take(Examples, 15, new NumpyRandomState(42));
        picked.Should().HaveCount(15).And.OnlyHaveUniqueItems().And.BeSubsetOf(Examples);
        picked.Take(9).Chunk(3).Should().OnlyContain(round => round.Select(example => example.Target).Distinct().Count() == 3);
        picked.Skip(9).Select(example => example.Target).Should().NotContain("rare");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(30)]
    [InlineData(1000)]
    public void Whoever_wants_all_gets_them_as_they_stand(int? count) => BalancedSelection.Take(Examples, count, new NumpyRandomState(42)).Should().Equal(Examples);

    [Fact]
    public void The_seed_decides_which()
    {
        BalancedSelection.Take(Examples, 6, new NumpyRandomState(1)).Should().Equal(BalancedSelection.Take(Examples, 6, new NumpyRandomState(1)));
        BalancedSelection.Take(Examples, 6, new NumpyRandomState(1)).Should().NotEqual(BalancedSelection.Take(Examples, 6, new NumpyRandomState(2)));
    }
}
