using System.Globalization;
using Tessera.Language.Optimization;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Tests;

public sealed class PromptTreeTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("x")]
    public void Any_text_can_be_a_prompt(string first)
    {
        var roots = PromptTree.Of([Tried(first, null), Tried("better", first), Tried("best", "better"), Tried(first, null)]);

        TextsOf(roots).Should().Equal(first, "better", "best");
        roots.Should().ContainSingle().Which.Children.Should().ContainSingle().Which.Text.Should().Be("better");
    }

    [Fact]
    public void A_prompt_may_come_out_empty()
    {
        TextsOf(PromptTree.Of([Tried("long", null), Tried("", "long"), Tried("again", "")])).Should().Equal("long", "", "again");
    }

    [Fact]
    public void Prompts_that_are_said_to_come_from_each_other_all_stand_there_once()
    {
        TextsOf(PromptTree.Of([Tried("a", "b"), Tried("b", "a"), Tried("itself", "itself"), Tried("orphan", "never tried")])).Should().Equal("a", "b", "itself", "orphan");
    }

    [Fact]
    public void A_line_of_descent_may_be_longer_than_a_reader_can_go_down()
    {
        const int Generations = 20_000;
        var candidates = Enumerable.Range(0, Generations).Select(i => Tried(NameOf(i), i == 0 ? null : NameOf(i - 1))).ToList();

        var roots = PromptTree.Of(candidates);

        TextsOf(roots).Should().HaveCount(Generations).And.OnlyHaveUniqueItems();
        LevelsOf(roots).Should().Be(PromptTree.MostLevels);
    }

    private static PromptCandidate Tried(string prompt, string? parent) => new(0, 0, prompt, parent, -1, Chosen: false);

    private static string NameOf(int generation) => generation.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> TextsOf(IReadOnlyList<TreeNode> nodes) => nodes.SelectMany(node => TextsOf(node.Children).Prepend(node.Text));

    private static int LevelsOf(IReadOnlyList<TreeNode> nodes) => nodes.Count == 0 ? 0 : 1 + nodes.Max(node => LevelsOf(node.Children));
}
