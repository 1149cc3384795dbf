using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Tests.Tools;

/// <summary>What differs between two texts, as people read it.</summary>
public class UnifiedDifferenceSpecs
{
    // Expected texts: GNU diff -u, with the times after the names left out.
    [Theory]
    [InlineData("a\nb\nc\n", "a\nB\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n")]
    [InlineData("", "a\n", "@@ -0,0 +1 @@\n+a\n")]
    [InlineData("a\n", "", "@@ -1 +0,0 @@\n-a\n")]
    [InlineData("a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n")]
    [InlineData("a\nb", "b", "@@ -1,2 +1 @@\n-a\n b\n\\ No newline at end of file\n")]
    [InlineData("a\r\nb\n", "a\nb\n", "@@ -1,2 +1,2 @@\n-a\r\n+a\n b\n")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n", "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n")]
    [InlineData("1\n2\n3\n4\n5\n", "1\n2\n3\n4\n5\n6\n", "@@ -3,3 +3,4 @@\n 3\n 4\n 5\n+6\n")]
    public void A_difference_is_written_as_diff_writes_it(string before, string after, string hunks) =>
        UnifiedDifference.Between(before, after, "a/x", "b/x").Should().Be($"--- a/x\n+++ b/x\n{hunks}");

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public void Texts_that_are_the_same_have_no_difference(string text) => UnifiedDifference.Between(text, text, "a", "b").Should().BeEmpty();

    [Theory]
    [InlineData(6, 1)]
    [InlineData(7, 2)]
    public void Changes_whose_surroundings_meet_share_a_hunk(int linesBetween, int hunks)
    {
        var between = string.Concat(Enumerable.Range(0, linesBetween).Select(i => $"same {i}\n"));
        HunksOf(UnifiedDifference.Between($"a\n{between}b\n", $"A\n{between}B\n", "a", "b")).Should().Be(hunks);
    }

    [Theory]
    [InlineData(0, "@@ -5 +5 @@\n-5\n+x\n")]
    [InlineData(1, "@@ -4,3 +4,3 @@\n 4\n-5\n+x\n 6\n")]
    [InlineData(100, "@@ -1,6 +1,6 @@\n 1\n 2\n 3\n 4\n-5\n+x\n 6\n")]
    [InlineData(int.MaxValue, "@@ -1,6 +1,6 @@\n 1\n 2\n 3\n 4\n-5\n+x\n 6\n")]
    public void As_many_lines_around_are_shown_as_are_asked_for(int context, string hunk) =>
        UnifiedDifference.Between("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\nx\n6\n", "a", "b", context).Should().EndWith($"+++ b\n{hunk}");

    [Fact]
    public void Without_lines_around_an_insertion_names_the_line_before_it() =>
        UnifiedDifference.Between("1\n2\n", "1\nx\n2\n", "a", "b", 0).Should().EndWith("@@ -1,0 +2 @@\n+x\n");

    [Fact]
    public void Fewer_lines_around_than_none_are_refused() =>
        FluentActions.Invoking(() => UnifiedDifference.Between("a", "b", "a", "b", -1)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Texts_with_nothing_in_common_are_compared_soon_and_replaced_as_a_whole()
    {
        var before = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"before {i}\n"));
        var after = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"after {i}\n"));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var difference = UnifiedDifference.Between($"head\n{before}", $"head\n{after}", "a", "b");

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
        difference.Should().StartWith("--- a\n+++ b\n@@ -1,20001 +1,20001 @@\n head\n-before 0\n");
        Patching.Apply($"head\n{before}", difference).Should().Be($"head\n{after}");
    }

    [Theory]
    [InlineData(0, "first\n", "", "@@ -1,3 +1,2 @@\n-first\n line 1\n line 2\n")]
    [InlineData(5000, "", "new\n", "@@ -4999,4 +4999,5 @@\n line 4999\n line 5000\n+new\n line 5001\n line 5002\n")]
    [InlineData(9999, "", "line 9999\n", "@@ -9999,2 +9999,3 @@\n line 9999\n line 10000\n+line 9999\n")]
    public void In_a_large_text_lines_have_their_numbers(int place, string old, string changed, string hunk)
    {
        var (head, tail) = (Numbered(1, place), Numbered(place + 1, 10_000 - place));
        if (place == 9999) (head, tail) = (head + tail, "");
        UnifiedDifference.Between(head + old + tail, head + changed + tail, "a", "b", 2).Should().Be($"--- a\n+++ b\n{hunk}");
    }

    private static string Numbered(int first, int count) => string.Concat(Enumerable.Range(first, count).Select(i => $"line {i}\n"));

    private static int HunksOf(string difference) => difference.Split('\n').Count(line => line.StartsWith("@@ ", StringComparison.Ordinal));
}
