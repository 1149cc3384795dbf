using Tessera.Agents.Solution;

namespace Tessera.Agents.Tests.Solution;

/// <summary>Differences are read as they are written, and what does not add up is refused.</summary>
public class PatchReaderSpecs
{
    private const string Head = "--- a/cart.py\n+++ b/cart.py\n";

    [Fact]
    public void Places_are_counted_in_the_file_as_the_earlier_ones_leave_it()
    {
        var hunks = PatchReader.Read(Head + "@@ -1,2 +1,3 @@\n one\n+and a half\n two\n@@ -10 +11 @@ def f():\n-ten\n+TEN\n");
        hunks.Select(hunk => (hunk.File, hunk.Start, hunk.IsNewFile)).Should().Equal(("cart.py", 1, false), ("cart.py", 11, false));
        hunks[0].OldLines.Should().Equal("one\n", "two\n");
        hunks[0].NewLines.Should().Equal("one\n", "and a half\n", "two\n");
    }

    [Fact]
    public void A_file_that_is_changed_a_second_time_is_counted_anew() =>
        PatchReader.Read(Head + "@@ -1 +1,2 @@\n one\n+two\n" + Head + "@@ -2 +2 @@\n-two\n+TWO\n").Select(hunk => hunk.Start).Should().Equal(1, 2);

    [Fact]
    public void Lines_that_look_like_heads_are_lines_where_the_head_says_so()
    {
        var hunk = PatchReader.Read(Head + "@@ -1,2 +1,2 @@\n--- a/x\n-+++ b/x\n+++ a/x\n+@@ -1 +1 @@\n").Should().ContainSingle().Subject;
        hunk.OldLines.Should().Equal("-- a/x\n", "+++ b/x\n");
        hunk.NewLines.Should().Equal("++ a/x\n", "@@ -1 +1 @@\n");
    }

    [Fact]
    public void A_missing_line_feed_at_the_end_belongs_to_its_line()
    {
        var hunk = PatchReader.Read(Head + "@@ -1 +1 @@\n-one\n\\ No newline at end of file\n+two\n").Single();
        hunk.OldLines.Should().Equal("one");
        hunk.NewLines.Should().Equal("two\n");
    }

    [Fact]
    public void Line_endings_of_Windows_and_letters_that_end_no_line_are_read()
    {
        PatchReader.Read(Head.Replace("\n", "\r\n") + "@@ -1 +1 @@\r\n-one\r\n+two\r\n").Single().NewLines.Should().Equal("two\n");
        PatchReader.Read(Head + "@@ -1 +1 @@\n-a\fb\u2028c\n+a\u0085b\n").Single().OldLines.Should().Equal("a\fb\u2028c\n");
    }

    [Theory]
    [InlineData("a/with space.py\t", "with space.py")]
    [InlineData("a/cart.py\t2024-03-01 10:00:00.000 +0100", "cart.py")]
    [InlineData("cart.py", "cart.py")]
    [InlineData("\"a/sch\\303\\266n \\\"und\\\" gut.py\"", "schön \"und\" gut.py")]
    [InlineData("\"a/t\\tab.py\"", "t\tab.py")]
    public void Names_are_read_as_diff_and_git_write_them(string written, string name) =>
        PatchReader.Read($"--- {written}\n+++ {written}\n@@ -1 +1 @@\n-a\n+b\n").Single().File.Should().Be(name);

    [Fact]
    public void What_a_mail_says_around_a_difference_is_not_part_of_it()
    {
        var hunks = PatchReader.Read("From: Ada\nSubject: rename the cart\n\nrename nothing\n---\n cart.py | 2 +-\n\ndiff --git a/cart.py b/cart.py\nindex 1..2 100644\n" + Head + "@@ -1 +1 @@\n-a\n+b\n-- \n2.39.2\n\n");
        hunks.Should().ContainSingle().Which.NewLines.Should().Equal("b\n");
    }

    [Fact]
    public void A_new_file_is_told()
    {
        var hunk = PatchReader.Read("diff --git a/n.py b/n.py\nnew file mode 100644\n--- /dev/null\n+++ b/n.py\n@@ -0,0 +1,2 @@\n+a\n+b\n").Single();
        (hunk.File, hunk.Start, hunk.IsNewFile, hunk.OldLines.Count).Should().Be(("n.py", 0, true, 0));
    }

    [Theory]
    [InlineData("", "no unified difference")]
    [InlineData("hello\n", "no unified difference")]
    [InlineData("--- a/x\n+++ b/x\n", "has no lines")]
    [InlineData("@@ -1 +1 @@\n-a\n+b\n", "belongs to no file")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+b\n", "ends too soon")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1,999999999 +1 @@\n-a\n", "ends too soon")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1,99999999999999999999 +1 @@\n-a\n+b\n", "no head of a place")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n@@ -x +1 @@\n", "no head of a place")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n+c\n", "more lines than")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n b\n+c\n", "other lines than")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n-a\n?b\n", "begins with none of")]
    [InlineData("--- a/x\n+++ b/x\n@@ -5 +5 @@\n-a\n+b\n@@ -5 +5 @@\n-b\n+c\n", "do not overlap")]
    [InlineData("--- a/x\n+++ b/x\n@@ -9 +9 @@\n-a\n+b\n@@ -2 +2 @@\n-b\n+c\n", "in their order")]
    [InlineData("--- a/x\n+++ b/x\n@@ -3,0 +4 @@\n+b\n", "without lines of context")]
    [InlineData("--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", "deleted")]
    [InlineData("--- /dev/null\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", "a new file has one place")]
    [InlineData("--- \"a/x\n+++ \"b/x\n@@ -1 +1 @@\n-a\n+b\n", "closing \"")]
    [InlineData("diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n", "cannot be made by rewriting")]
    [InlineData("diff --git a/x b/x\nold mode 100644\nnew mode 100755\n", "cannot be made by rewriting")]
    [InlineData("diff --git a/x b/x\nindex 1..2\nGIT binary patch\nliteral 3\n", "cannot be made by rewriting")]
    [InlineData("diff --git a/x b/x\nnew file mode 100644\nindex 000..e69\n", "empty file")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n--- a/y\n@@ -1 +1 @@\n-a\n+b\n", "more lines than")]
    public void What_cannot_be_applied_is_refused_with_its_reason(string patch, string reason) =>
        FluentActions.Invoking(() => PatchReader.Read(patch)).Should().Throw<FormatException>().WithMessage($"*{reason}*");
}
