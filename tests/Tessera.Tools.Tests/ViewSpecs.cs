using System.Text.Json.Nodes;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Tools;
using Tessera.Tools.View;

namespace Tessera.Tools.Tests;

/// <summary>An agent looks at a file.</summary>
public sealed class ViewSpecs
{
    [Fact]
    public async Task A_file_is_shown_with_numbers_and_breakpoints()
    {
        await using var project = New().Write("a.py", "one\ntwo\nthree\n");
        await project.PublishAsync(new BreakpointsChanged([new Breakpoint("a.py", 2), new Breakpoint("b.py", 3)]));
        var observation = await project.CallAsync(new JsonObject { ["path"] = "a.py" });
        observation.Text.Should().Be("Viewing `a.py`, lines 1-3 of 3 total lines. B indicates breakpoint before a certain line of code.\n\n```\n     1 one\nB    2 two\n     3 three\n```\n");
        observation.Data!["lines"]!.GetValue<int>().Should().Be(3);
    }

    [Fact]
    public async Task A_range_is_shown_and_clamped_to_the_file()
    {
        await using var project = New().Write("a.py", "one\r\ntwo\r\nthree");
        var observation = await project.CallAsync(new JsonObject { ["path"] = "./a.py", ["start"] = "2", ["end"] = 99, ["include_line_numbers_and_breakpoints"] = false });
        observation.Text.Should().Be("Viewing `a.py`, lines 2-3 of 3 total lines.\n\n```\ntwo\nthree\n```\n");
    }

    [Fact]
    public async Task A_large_file_is_shown_in_parts()
    {
        await using var project = new Project(new ViewTool(new ViewOptions { MaxLines = 10 })).Write("a.py", string.Concat(Enumerable.Repeat("x\n", 100)));
        (await project.CallAsync(new JsonObject { ["path"] = "a.py" })).Text.Should().StartWith("Viewing `a.py`, lines 1-10 of 100 total lines.");
        (await project.CallAsync(new JsonObject { ["path"] = "a.py", ["start"] = 95 })).Text.Should().StartWith("Viewing `a.py`, lines 95-100 of 100 total lines.");
    }

    [Theory]
    [InlineData("""{"path": "none.py"}""", "`none.py` does not exist in the workspace")]
    [InlineData("""{"path": "../secret"}""", "leads outside the workspace")]
    [InlineData("""{"path": "/etc/hostname"}""", "leads outside the workspace")]
    [InlineData("""{"path": "sub"}""", "is a folder")]
    [InlineData("""{"path": ""}""", "path is empty")]
    [InlineData("""{"path": "hidden.key"}""", "does not exist")]
    [InlineData("""{"path": "a.py", "start": 0}""", "Invalid start index: `0`. It should be between 1 and 2.")]
    [InlineData("""{"path": "a.py", "start": 3}""", "Invalid start index: `3`. It should be between 1 and 2.")]
    [InlineData("""{"path": "a.py", "start": 2, "end": 1}""", "Invalid range: start index `2` is greater than end index `1`.")]
    [InlineData("""{"path": "a.py", "start": "two"}""", "whole number")]
    [InlineData("""{"start": 1}""", "'path' is missing")]
    [InlineData("""{"path": "data.bin"}""", "binary file of 4 bytes")]
    [InlineData("""{"path": "a.py", "lines": 3}""", "no 'lines'")]
    public async Task What_cannot_be_shown_is_explained(string arguments, string explanation)
    {
        await using var project = New().Write("a.py", "one\ntwo\n").Write("sub/b.py", "x\n").Write("data.bin", [1, 0, 2, 3]).Write("hidden.key", "secret");
        var observation = await project.CallAsync(JsonNode.Parse(arguments)!.AsObject());
        observation.Failed.Should().BeTrue();
        observation.Text.Should().Contain(explanation).And.NotContain("secret\n");
    }

    [Fact]
    public async Task An_empty_file_and_one_that_may_not_be_changed_say_so()
    {
        await using var project = New().Write("empty.py", "").Write("test_a.py", "x\n");
        (await project.CallAsync(new JsonObject { ["path"] = "empty.py" })).Text.Should().Be("The file `empty.py` is empty.");
        (await project.CallAsync(new JsonObject { ["path"] = "test_a.py" })).Text.Should().Contain("The file is read-only.");
    }

    [Fact]
    public async Task A_file_in_an_old_encoding_is_shown()
    {
        await using var project = New().Write("a.py", [0x63, 0x61, 0x66, 0xE9, 0x0A]);
        (await project.CallAsync(new JsonObject { ["path"] = "a.py" })).Text.Should().Contain("café");
    }

    private static Project New() => new(new ViewTool(new ViewOptions()), new FolderWorkspaceOptions { ReadOnly = ["test_*"], Hidden = ["*.key"] });

    [Fact]
    public async Task A_file_without_bound_is_refused_before_it_is_read()
    {
        await using var project = new Project(new ViewTool(new ViewOptions()));
        await using (var file = File.Create(project.At("big.txt"))) file.SetLength((64L << 20) + 1);
        var observation = await project.CallAsync(new JsonObject { ["path"] = "big.txt" });
        observation.Failed.Should().BeTrue();
        observation.Text.Should().Contain("`big.txt` has more than 67108864 bytes");
    }
}
