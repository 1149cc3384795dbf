using Tessera.Adapters.Evaluation.Metrics;

namespace Tessera.Adapters.Tests.Evaluation;

/// <summary>Rouge-L and exact match, by hand and against the obvious slow way.</summary>
public class RougeLSpecs
{
    [Theory]
    // Lin 2004, section 3: of "police killed the gunman", S2 shares three words in order, S3 and S4 two; all have four words.
    [InlineData("police kill the gunman", "police killed the gunman", 3.0 / 4)]
    [InlineData("the gunman kill police", "police killed the gunman", 2.0 / 4)]
    [InlineData("the gunman police killed", "police killed the gunman", 2.0 / 4)]
    // Precision 2/2 and recall 2/6.
    [InlineData("the cat", "The cat sat on the mat.", 2 * 1 * (1.0 / 3) / (1 + 1.0 / 3))]
    [InlineData("Grün, grün!", "GRÜN grün", 1)]
    [InlineData("one  two\nthree", "one-two three", 1)]
    [InlineData("a b c", "d e f", 0)]
    [InlineData("", "d e f", 0)]
    [InlineData("?!", "...", 0)]
    public void The_shares_of_common_words_are_those_found_by_hand(string written, string answer, double expected) =>
        RougeL.Of(written, answer).Should().BeApproximately(expected, 1e-12);

    [Fact]
    public void The_longest_common_subsequence_is_that_of_trying_all()
    {
        var random = new Tessera.Sdk.Randomness.Seed(11).CreateRandom();
        for (var trial = 0; trial < 300; trial++)
        {
            string[] Words(int most) => [.. Enumerable.Range(0, random.Next(1, most)).Select(_ => "abcd"[random.Next(4)].ToString())];
            var (written, answer) = (Words(10), Words(10));
            var common = AllSubsequences(written).Where(some => IsIn(some, answer)).Max(some => some.Count);

            var (precision, recall) = (common / (double)written.Length, common / (double)answer.Length);
            RougeL.Of(string.Join(' ', written), string.Join(' ', answer)).Should().BeApproximately(common == 0 ? 0 : 2 * precision * recall / (precision + recall), 1e-12);
        }
    }

    [Theory]
    [InlineData(" 42\n", "42", 1)]
    [InlineData("42", "42.", 0)]
    [InlineData("Yes", "yes", 0)]
    [InlineData("", " ", 1)]
    public void What_is_written_matches_apart_from_white_space_at_its_ends(string written, string answer, double expected) =>
        ExactMatch.Of(written, answer).Should().Be(expected);

    private static IEnumerable<List<string>> AllSubsequences(string[] words) =>
        Enumerable.Range(0, 1 << words.Length).Select(chosen => words.Where((_, place) => (chosen >> place & 1) == 1).ToList());

    private static bool IsIn(List<string> some, string[] all)
    {
        var next = 0;
        foreach (var word in all)
        {
            if (next < some.Count && some[next] == word) next++;
        }

        return next == some.Count;
    }
}
