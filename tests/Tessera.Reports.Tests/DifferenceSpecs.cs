using CsCheck;
using Tessera.Reports.Differences;

namespace Tessera.Reports.Tests;

/// <summary>Differences are right, short, and done in time.</summary>
public class DifferenceSpecs
{
    private static readonly Gen<string[]> Lines = Gen.Int[0, 3].Select(i => new[] { "a", "b", "c", "" }[i]).Array[0, 14];

    [Fact]
    public void Both_texts_can_be_read_from_a_difference_and_no_shorter_one_exists() => Gen.Select(Lines, Lines).Sample((before, after) =>
    {
        var pieces = ShortestEdit.Find(before, after);

        pieces.Where(piece => piece.Change != Change.Added).Select(piece => piece.Text).Should().Equal(before);
        pieces.Where(piece => piece.Change != Change.Removed).Select(piece => piece.Text).Should().Equal(after);
        pieces.Count(piece => piece.Change == Change.Kept).Should().Be(LongestCommon(before, after));
    });

    [Fact]
    public void Words_that_changed_are_marked_and_every_line_is_whole() => Gen.Select(Lines, Lines).Sample((before, after) =>
    {
        var (left, right) = (before.Select(line => $"the {line} stays {line}").ToList(), after.Select(line => $"the {line} stays {line}").ToList());
        if (WordDifference.Find(left, right) is not { } lines) return;

        lines.Where(line => line.Change == Change.Removed).Select(line => string.Concat(line.Pieces.Select(piece => piece.Text))).Should().Equal(left);
        lines.Where(line => line.Change == Change.Added).Select(line => string.Concat(line.Pieces.Select(piece => piece.Text))).Should().Equal(right);
    });

    [Fact]
    public void What_did_not_change_is_left_out_but_for_a_few_lines_around()
    {
        var before = string.Join('\n', Enumerable.Range(1, 100));
        var after = before.Replace("\n50\n", "\nfifty\n", StringComparison.Ordinal);

        var lines = LineDifference.Lines(before, after);

        lines.Select(line => line.LeftOut > 0 ? $"{line.LeftOut} left out" : $"{line.Change} {string.Concat(line.Pieces.Select(piece => piece.Text))}").Should().Equal(
            "46 left out", "Kept 47", "Kept 48", "Kept 49", "Removed 50", "Added fifty", "Kept 51", "Kept 52", "Kept 53", "47 left out");
    }

    [Fact]
    public void Ends_of_lines_are_no_change() => LineDifference.Lines("a\r\nb\r\n", "a\nb").Should().OnlyContain(line => line.Change == Change.Kept);

    private static int LongestCommon(string[] before, string[] after)
    {
        var longest = new int[before.Length + 1, after.Length + 1];
        for (var i = 1; i <= before.Length; i++)
        {
            for (var j = 1; j <= after.Length; j++)
                longest[i, j] = before[i - 1] == after[j - 1] ? longest[i - 1, j - 1] + 1 : Math.Max(longest[i - 1, j], longest[i, j - 1]);
        }

        return longest[before.Length, after.Length];
    }
}
