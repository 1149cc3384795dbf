using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Tools;
using Tessera.Tools.Rewrite;

namespace Tessera.Tools.Tests;

/// <summary>An agent changes a file, and nothing but what it says changes.</summary>
public sealed class RewriteSpecs
{
    [Fact]
    public async Task A_line_is_replaced_and_the_difference_shown()
    {
        await using var project = New().Write("a.py", "one\ntwo\nthree\n");
        var observation = await project.CallAsync(Call("a.py", 2, null, "TWO"));
        project.Read("a.py").Should().Be("one\nTWO\nthree\n");
        observation.Text.Should().Be("The file `a.py` has been updated successfully.\n\nDiff:\n\n--- original\n+++ current\n@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n");
        project.Events.Heard.Should().ContainSingle().Which.Should().BeOfType<FileChanged>().Which.Edits.Should().Equal(new LineEdit(2, 1, 1));
    }

    [Theory]
    [InlineData(1, 2, "A\nB\nC", "A\nB\nC\nthree\n", 2, 3)]
    [InlineData(2, 3, "", "one\n", 2, 0)]
    [InlineData(4, null, "four", "one\ntwo\nthree\nfour\n", 0, 1)]
    [InlineData(3, 99, "3\n", "one\ntwo\n3\n", 1, 1)]
    [InlineData(2, 2, "a\n\n", "one\na\n\nthree\n", 1, 2)]
    public async Task Ranges_are_replaced_deleted_and_appended(int start, int? end, string code, string expected, int oldCount, int newCount)
    {
        await using var project = New().Write("a.py", "one\ntwo\nthree\n");
        (await project.CallAsync(Call("a.py", start, end, code))).Failed.Should().BeFalse();
        project.Read("a.py").Should().Be(expected);
        ((FileChanged)project.Events.Heard.Single()).Edits.Should().Equal(new LineEdit(start, oldCount, newCount));
    }

    [Fact]
    public async Task A_whole_file_is_replaced_or_made_with_its_folders()
    {
        await using var project = New().Write("a.py", "one\n");
        (await project.CallAsync(Call("a.py", null, null, "new\n"))).Text.Should().Contain("updated");
        (await project.CallAsync(Call("deep/er/b.py", null, null, "b\n"))).Text.Should().Contain("created").And.Contain("+b");
        (project.Read("a.py"), project.Read("deep/er/b.py")).Should().Be(("new\n", "b\n"));
    }

    [Fact]
    public async Task Line_endings_and_an_open_end_are_kept()
    {
        await using var project = New().Write("dos.py", "one\r\ntwo\r\n").Write("open.py", "one\ntwo");
        await project.CallAsync(Call("dos.py", 1, null, "1\n1b"));
        await project.CallAsync(Call("open.py", 2, null, "2\n"));
        (project.Read("dos.py"), project.Read("open.py")).Should().Be(("1\r\n1b\r\ntwo\r\n", "one\n2"));
    }

    [Fact]
    public async Task An_encoding_is_kept_and_what_it_cannot_hold_is_refused()
    {
        await using var project = New().Write("latin.py", [0xE9, 0x0A, 0x62, 0x0A]).Write("marked.py", [0xEF, 0xBB, 0xBF, 0x61, 0x0A]);
        await project.CallAsync(Call("latin.py", 2, null, "ü"));
        (await File.ReadAllBytesAsync(project.At("latin.py"))).Should().Equal(0xE9, 0x0A, 0xFC, 0x0A);
        (await project.CallAsync(Call("latin.py", 2, null, "😀"))).Text.Should().Contain("iso-8859-1");
        await project.CallAsync(Call("marked.py", 1, null, "é"));
        (await File.ReadAllBytesAsync(project.At("marked.py"))).Should().Equal(0xEF, 0xBB, 0xBF, 0xC3, 0xA9, 0x0A);
    }

    [Theory]
    [InlineData("-n\n")]
    [InlineData("DEBUGGYM_EOF\n); touch hacked; $(touch hacked) `touch hacked`\n")]
    [InlineData("'''\\n\\t\"\n")]
    public async Task Code_is_written_literally(string code)
    {
        await using var project = New();
        await project.CallAsync(Call("a.txt", null, null, code));
        project.Read("a.txt").Should().Be(code);
        File.Exists(project.At("hacked")).Should().BeFalse();
    }

    [Fact]
    public async Task Large_texts_pass()
    {
        await using var project = New();
        var code = string.Concat(Enumerable.Repeat("😀", 40_000)) + new string('x', 1_000_000) + "\n";
        (await project.CallAsync(Call("a.txt", null, null, code))).Failed.Should().BeFalse();
        project.Read("a.txt").Should().Be(code);
    }

    [Theory]
    [InlineData("""{"path": "a.py", "start": 0, "new_code": "x"}""", "1-based")]
    [InlineData("""{"path": "a.py", "start": 2, "end": 1, "new_code": "x"}""", "start should be less than or equal to end")]
    [InlineData("""{"path": "a.py", "start": 4, "new_code": "x"}""", "`start` is 4")]
    [InlineData("""{"path": "a.py", "end": 1, "new_code": "x"}""", "without `start`")]
    [InlineData("""{"path": "a.py", "start": "3.5", "new_code": "x"}""", "whole number")]
    [InlineData("""{"path": "a.py", "start": 1}""", "'new_code' is missing")]
    [InlineData("""{"path": "a.py", "start": 1, "new_code": "a\u0000b"}""", "NUL")]
    [InlineData("""{"path": "test_a.py", "new_code": "x"}""", "read-only")]
    [InlineData("""{"path": "hidden.key", "new_code": "x"}""", "does not exist")]
    [InlineData("""{"path": "../b.py", "new_code": "x"}""", "leads outside")]
    [InlineData("""{"path": "/tmp/b.py", "new_code": "x"}""", "leads outside")]
    [InlineData("""{"path": "sub", "new_code": "x"}""", "folder")]
    [InlineData("""{"path": "data.bin", "new_code": "x"}""", "binary")]
    public async Task What_cannot_be_changed_is_explained_and_nothing_is(string arguments, string explanation)
    {
        await using var project = New().Write("a.py", "one\ntwo\n").Write("test_a.py", "test\n").Write("hidden.key", "secret").Write("sub/b.py", "b\n").Write("data.bin", [1, 0, 2]);
        var before = Snapshot(project);
        var observation = await project.CallAsync(JsonNode.Parse(arguments)!.AsObject());
        observation.Failed.Should().BeTrue();
        observation.Text.Should().Contain(explanation);
        Snapshot(project).Should().Equal(before);
        project.Events.Heard.Should().BeEmpty();
    }

    [Fact]
    public async Task What_stands_there_already_is_no_change()
    {
        await using var project = New().Write("a.py", "one\n");
        (await project.CallAsync(Call("a.py", 1, 1, "one"))).Text.Should().Contain("unchanged");
        project.Events.Heard.Should().BeEmpty();
    }

    [Fact]
    public async Task Lines_outside_of_the_range_never_change()
    {
        await using var project = New();
        var line = Gen.OneOf(Gen.Const(""), Gen.Const("x"), Gen.Const("  é = 1"), Gen.Const("\r"));
        await Gen.Select(line.Array[1, 12], Gen.Int[1, 12], Gen.Int[0, 4], line.Array[0, 4], Gen.Bool).SampleAsync(
            async (lines, first, more, code, crlf) =>
            {
                var ending = crlf ? "\r\n" : "\n";
                var start = Math.Min(first, lines.Length);
                var end = Math.Min(start + more, lines.Length);
                var clean = lines.Select(text => text.Trim('\r')).ToList();
                project.Write("p.txt", string.Concat(clean.Select(text => text + ending)));
                await project.CallAsync(Call("p.txt", start, end, string.Concat(code.Select(text => text.Trim('\r') + "\n"))));
                var expected = clean.Take(start - 1).Concat(code.Select(text => text.Trim('\r'))).Concat(clean.Skip(end));
                return project.Read("p.txt") == string.Concat(expected.Select(text => text + ending));
            },
            iter: 300, threads: 1);
    }

    private static Dictionary<string, string> Snapshot(Project project) =>
        Directory.GetFiles(project.At("."), "*", SearchOption.AllDirectories).ToDictionary(file => file, file => Encoding.Latin1.GetString(File.ReadAllBytes(file)));

    private static JsonObject Call(string path, int? start, int? end, string code) => new() { ["path"] = path, ["start"] = start, ["end"] = end, ["new_code"] = code };

    private static Project New() => new(new RewriteTool(), new FolderWorkspaceOptions { ReadOnly = ["test_*"], Hidden = ["*.key"] });

    [Fact]
    public async Task A_file_without_bound_is_refused_before_it_is_read()
    {
        await using var project = new Project(new RewriteTool());
        await using (var file = File.Create(project.At("big.txt"))) file.SetLength((64L << 20) + 1);
        var observation = await project.CallAsync(new JsonObject { ["path"] = "big.txt", ["new_code"] = "x" });
        observation.Failed.Should().BeTrue();
        observation.Text.Should().Contain("`big.txt` has more than 67108864 bytes");
    }
}
