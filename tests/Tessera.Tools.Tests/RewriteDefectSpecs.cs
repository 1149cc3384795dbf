using System.Text;
using System.Text.Json.Nodes;

namespace Tessera.Tools.Tests;

/// <summary>Known defects of editing tools that write through a shell, or forget what they were told: each is shown to be absent.</summary>
public sealed class RewriteDefectSpecs
{
    [Fact]
    public async Task Code_that_ends_a_here_document_is_text_and_runs_nothing()
    {
        const string Code = "x = 1\nDEBUGGYM_EOF\n); touch hacked; cat <<'EOF'\nEOF\n$(touch hacked) `touch hacked`\n";
        await using var project = RewriteTogether.New();
        (await project.Rewrite("a.txt", null, null, Code)).Failed.Should().BeFalse();
        (project.Read("a.txt"), File.Exists(project.At("hacked"))).Should().Be((Code, false));
    }

    [Theory]
    [InlineData("one\r\ntwo\r\n", "1\r\ntwo\r\n")]
    [InlineData("one\r\ntwo", "1\r\ntwo")]
    [InlineData("one\ntwo\r\nthree\n", "1\ntwo\r\nthree\n")]
    public async Task Line_endings_stay_what_they_were(string before, string after)
    {
        await using var project = RewriteTogether.New().Write("a.txt", before);
        await project.Rewrite("a.txt", 1, 1, "1");
        project.Read("a.txt").Should().Be(after);
    }

    [Theory]
    [InlineData("-n")]
    [InlineData("-e x")]
    [InlineData("-E\n-n\n")]
    public async Task Code_that_looks_like_an_option_is_code(string code)
    {
        await using var project = RewriteTogether.New();
        await project.Rewrite("a.txt", null, null, code);
        project.Read("a.txt").Should().Be(code);
    }

    [Fact]
    public async Task Long_and_wide_texts_pass_and_a_NUL_is_refused_in_plain_words()
    {
        await using var project = RewriteTogether.New().Write("a.txt", "x\n");
        var emoji = string.Concat(Enumerable.Repeat("😀", 40_000)) + "\n";
        var million = string.Concat(Enumerable.Repeat(new string('x', 99) + "\n", 10_000));
        (await project.Rewrite("emoji.txt", null, null, emoji)).Failed.Should().BeFalse();
        (await project.Rewrite("million.txt", null, null, million)).Failed.Should().BeFalse();
        (await project.Rewrite("a.txt", 1, 1, "a\0b")).Text.Should().Contain("NUL character");
        (project.Read("emoji.txt"), project.Read("million.txt"), project.Read("a.txt")).Should().Be((emoji, million, "x\n"));
    }

    [Fact]
    public async Task A_file_that_is_not_UTF_8_is_shown_and_edited()
    {
        await using var project = RewriteTogether.New().Write("a.txt", [0x63, 0x61, 0x66, 0xE9, 0x0A, 0x78, 0x0A]);
        (await project.View("a.txt")).Text.Should().Contain("café");
        (await project.Rewrite("a.txt", 2, 2, "thé")).Failed.Should().BeFalse();
        (await File.ReadAllBytesAsync(project.At("a.txt"))).Should().Equal(0x63, 0x61, 0x66, 0xE9, 0x0A, 0x74, 0x68, 0xE9, 0x0A);
    }

    [Theory]
    [InlineData("\"2\"", "\"3\"")]
    [InlineData("2.0", "3.0")]
    [InlineData("2", "null")]
    public async Task Numbers_are_understood_as_models_write_them(string start, string end)
    {
        await using var project = RewriteTogether.New().Write("a.txt", "one\ntwo\nthree\n");
        var arguments = JsonNode.Parse($$"""{"path": "a.txt", "start": {{start}}, "end": {{end}}, "new_code": "TWO"}""")!.AsObject();
        (await project.CallAsync(arguments)).Failed.Should().BeFalse();
        project.Read("a.txt").Should().StartWith("one\nTWO\n");
    }

    [Theory]
    [InlineData("""{"path": "a.txt", "start": 1, "end": 0, "new_code": "x"}""", "1-based")]
    [InlineData("""{"path": "a.txt", "start": "two", "new_code": "x"}""", "whole number")]
    [InlineData("""{"path": "a.txt", "start": 1.5, "new_code": "x"}""", "whole number")]
    public async Task A_number_that_is_none_is_not_taken_for_another(string arguments, string explanation)
    {
        await using var project = RewriteTogether.New().Write("a.txt", "one\n");
        (await project.CallAsync(JsonNode.Parse(arguments)!.AsObject())).Text.Should().Contain(explanation);
        project.Read("a.txt").Should().Be("one\n");
    }

    [Theory]
    [InlineData("one\n", "two", "two\n")]
    [InlineData("one", "two\n", "two")]
    [InlineData("one\r\n", "two\nthree", "two\r\nthree\r\n")]
    public async Task The_end_of_a_file_is_kept_when_all_of_it_is_replaced(string before, string code, string after)
    {
        await using var project = RewriteTogether.New().Write("a.txt", before);
        await project.Rewrite("a.txt", null, null, code);
        project.Read("a.txt").Should().Be(after);
    }

    [Fact]
    public async Task A_link_leads_nowhere_outside()
    {
        var outside = Directory.CreateTempSubdirectory("tessera-outside-").FullName;
        await File.WriteAllTextAsync(Path.Combine(outside, "a.txt"), "one\n");
        try
        {
            await using var project = RewriteTogether.New().Write("in.txt", "x\n");
            Directory.CreateSymbolicLink(project.At("folder"), outside);
            File.CreateSymbolicLink(project.At("file.txt"), Path.Combine(outside, "a.txt"));
            foreach (var path in new[] { "folder/a.txt", "folder/new.txt", "file.txt", "../a.txt", Path.Combine(outside, "a.txt") })
                (await project.Rewrite(path, null, null, "hacked\n")).Text.Should().Contain("outside", path);
            Directory.GetFiles(outside).Select(Path.GetFileName).Should().Equal("a.txt");
            (await File.ReadAllTextAsync(Path.Combine(outside, "a.txt"))).Should().Be("one\n");
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Theory]
    [InlineData(1, 1, "A", "-one\n+A\n two\n three\n four\n")]
    [InlineData(4, 4, "A", " one\n two\n three\n-four\n+A\n")]
    [InlineData(2, 3, "A", " one\n-two\n-three\n+A\n four\n")]
    [InlineData(2, 2, "A\nB\nC", " one\n-two\n+A\n+B\n+C\n three\n four\n")]
    [InlineData(2, 3, "", " one\n-two\n-three\n four\n")]
    [InlineData(5, 5, "A", " two\n three\n four\n+A\n")]
    [InlineData(2, 2, "  two", " one\n-two\n+  two\n three\n four\n")]
    [InlineData(3, 99, "A", " one\n two\n-three\n-four\n+A\n")]
    [InlineData(null, null, "one\ntwo\nthree\nfour\nfive", " two\n three\n four\n+five\n")]
    public async Task The_difference_is_exact(int? start, int? end, string code, string hunk)
    {
        await using var project = RewriteTogether.New().Write("a.txt", "one\ntwo\nthree\nfour\n");
        var text = (await project.Rewrite("a.txt", start, end, code)).Text;
        text.Should().StartWith("The file `a.txt` has been updated successfully.\n\nDiff:\n\n--- original\n+++ current\n@@ -");
        text[(text.IndexOf(" @@\n", StringComparison.Ordinal) + 4)..].Should().Be(hunk);
    }

    [Fact]
    public async Task The_difference_says_where_a_last_line_is_open()
    {
        await using var project = RewriteTogether.New().Write("a.txt", Encoding.UTF8.GetBytes("one"));
        (await project.Rewrite("a.txt", 1, 1, "ONE")).Text.Should().EndWith("@@ -1 +1 @@\n-one\n\\ No newline at end of file\n+ONE\n\\ No newline at end of file\n");
        (await project.Rewrite("b.txt", null, null, "new\n")).Text.Should().Be("The file `b.txt` has been created successfully.\n\nDiff:\n\n--- original\n+++ current\n@@ -0,0 +1 @@\n+new\n");
    }
}
