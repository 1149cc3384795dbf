using Tessera.Sdk.Tools;
using Tessera.Tools.Rewrite;

namespace Tessera.Tools.Tests;

/// <summary>An agent's edit does not destroy what the agent does not know of, and can be taken back.</summary>
public sealed class RewriteSafetySpecs
{
    [Fact]
    public async Task What_somebody_else_changed_since_it_was_seen_is_shown_before_it_is_overwritten()
    {
        await using var project = RewriteTogether.New().Write("a.txt", "one\ntwo\nthree\n");
        await project.View("a.txt");
        project.Write("a.txt", "zero\none\ntwo\nthree\n");

        var refused = await project.Rewrite("a.txt", 2, 2, "TWO");
        var untouched = project.Read("a.txt");
        var made = await project.Rewrite("a.txt", 3, 3, "TWO");

        refused.Failed.Should().BeTrue();
        refused.Text.Should().Be("Rewrite failed. Error message:\n`a.txt` was changed since you last saw it, by someone else. Make the edit again if it still fits, by the line numbers of now.\n\n" +
            "Diff:\n\n--- seen\n+++ current\n@@ -1,3 +1,4 @@\n+zero\n one\n two\n three\n");
        untouched.Should().Be("zero\none\ntwo\nthree\n");
        made.Failed.Should().BeFalse();
        project.Read("a.txt").Should().Be("zero\none\nTWO\nthree\n");
    }

    [Fact]
    public async Task An_agents_own_edits_are_no_surprise_to_it()
    {
        await using var project = RewriteTogether.New().Write("a.txt", "one\ntwo\n");
        await project.View("a.txt");
        foreach (var code in new[] { "1", "2", "3" }) (await project.Rewrite("a.txt", 1, 1, code)).Failed.Should().BeFalse();
        (await project.Undo("a.txt")).Failed.Should().BeFalse();
        (await project.Rewrite("a.txt", 2, 2, "4")).Failed.Should().BeFalse();
        project.Read("a.txt").Should().Be("2\n4\n");
    }

    [Fact]
    public async Task A_file_that_was_deleted_since_is_not_made_again_unasked()
    {
        await using var project = RewriteTogether.New().Write("a.txt", "one\n");
        await project.View("a.txt");
        File.Delete(project.At("a.txt"));

        (await project.Rewrite("a.txt", 1, 1, "ONE")).Text.Should().Contain("`a.txt` was deleted since you last saw it");
        File.Exists(project.At("a.txt")).Should().BeFalse();
        (await project.Rewrite("a.txt", null, null, "ONE\n")).Text.Should().Contain("created");
    }

    [Fact]
    public async Task One_file_is_one_file_under_all_its_names()
    {
        await using var project = RewriteTogether.New().Write("a.txt", "one\n");
        File.CreateSymbolicLink(project.At("b.txt"), project.At("a.txt"));
        await project.View("b.txt");
        project.Write("a.txt", "ONE\n");

        (await project.Rewrite("a.txt", 1, 1, "1")).Text.Should().Contain("changed since you last saw it");
    }

    [Fact]
    public async Task What_was_never_seen_or_was_reset_is_edited_without_more_ado()
    {
        await using var project = RewriteTogether.New().Write("a.txt", "one\n");
        (await project.Rewrite("a.txt", 1, 1, "ONE")).Failed.Should().BeFalse();
        project.Write("a.txt", "two\n");
        await project.PublishAsync(new EnvironmentReset(true));
        (await project.Rewrite("a.txt", 1, 1, "TWO")).Failed.Should().BeFalse();
        (await project.Undo("a.txt")).Failed.Should().BeFalse();
        (await project.Undo("a.txt")).Text.Should().Contain("There is no edit of `a.txt` to take back.");
    }

    [Theory]
    [InlineData(2, 3, "two\nthree")]
    [InlineData(2, 3, "two\nthree\n")]
    [InlineData(2, 3, "two\r\nthree\r\n")]
    [InlineData(5, null, "")]
    [InlineData(null, null, "one\ntwo\nthree\nfour\n")]
    public async Task An_edit_is_made_where_the_expected_text_stands(int? start, int? end, string expected)
    {
        await using var project = RewriteTogether.New().Write("a.txt", "one\ntwo\nthree\nfour\n");
        (await project.Rewrite("a.txt", start, end, "new", expected)).Text.Should().Contain("updated");
    }

    [Fact]
    public async Task Where_something_else_stands_it_is_shown_and_the_expected_text_is_found()
    {
        await using var project = RewriteTogether.New().Write("a.txt", "one\ntwo\nthree\nfour\n");

        var refused = await project.Rewrite("a.txt", 2, 3, "new", "three\nfour");

        refused.Failed.Should().BeTrue();
        refused.Text.Should().EndWith("The expected text is not what stands in lines 2-3. There stands:\n    2 two\n    3 three\nThe expected text stands in lines 3-4.");
        project.Read("a.txt").Should().Be("one\ntwo\nthree\nfour\n");
    }

    [Fact]
    public async Task Edits_are_taken_back_from_the_last_to_the_first_byte_for_byte()
    {
        byte[] original = [0xEF, 0xBB, 0xBF, .. "one\r\ntwo\nthree"u8];
        await using var project = RewriteTogether.New().Write("a.txt", original);
        await project.Rewrite("a.txt", 2, 2, "TWO\nhalf");
        await project.Rewrite("a.txt", null, null, "all new");

        var first = await project.Undo("a.txt");
        var second = await project.Undo("a.txt");

        first.Text.Should().StartWith("The last edit of `a.txt` has been taken back.\n\nDiff:\n\n--- original\n+++ current\n");
        second.Text.Should().Contain("-TWO\n").And.Contain("+two\n");
        (await File.ReadAllBytesAsync(project.At("a.txt"))).Should().Equal(original);
        project.Events.Heard.OfType<FileChanged>().Last().Edits.Should().Equal(new LineEdit(2, 2, 1));
        (await project.Undo("a.txt")).Failed.Should().BeTrue();
    }

    [Fact]
    public async Task A_file_that_an_edit_made_is_gone_when_it_is_taken_back()
    {
        await using var project = RewriteTogether.New();
        await project.Rewrite("new.txt", null, null, "one\n");

        (await project.Undo("new.txt")).Text.Should().Contain("the file is gone again").And.Contain("-one");

        File.Exists(project.At("new.txt")).Should().BeFalse();
        (await project.Rewrite("new.txt", null, null, "two\n")).Text.Should().Contain("created");
    }

    [Fact]
    public async Task Nothing_of_somebody_else_is_lost_by_taking_back()
    {
        await using var project = RewriteTogether.New().Write("a.txt", "one\n");
        await project.Rewrite("a.txt", 1, 1, "ONE");
        project.Write("a.txt", "ONE\nmore\n");

        (await project.Undo("a.txt")).Text.Should().Contain("+more");
        (await project.Undo("a.txt")).Text.Should().Contain("the file is no longer as that edit left it");
        project.Read("a.txt").Should().Be("ONE\nmore\n");
    }

    [Fact]
    public async Task As_many_edits_are_kept_as_the_options_say()
    {
        await using var project = RewriteTogether.New(new RewriteOptions { UndoLimit = 2 }).Write("a.txt", "0\n");
        foreach (var code in new[] { "1", "2", "3" }) await project.Rewrite("a.txt", 1, 1, code);
        var undone = new[] { await project.Undo("a.txt"), await project.Undo("a.txt"), await project.Undo("a.txt") };
        undone.Select(observation => observation.Failed).Should().Equal(false, false, true);
        project.Read("a.txt").Should().Be("1\n");
    }
}
