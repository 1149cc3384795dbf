using System.Text.Json.Nodes;
using Tessera.Debugging.Workspaces;
using Tessera.Tools.ListDir;

namespace Tessera.Tools.Tests;

/// <summary>An agent looks at what is in a folder.</summary>
public sealed class ListDirSpecs
{
    [Fact]
    public async Task A_folder_is_listed_sorted_with_folders_links_and_what_may_not_be_changed_marked()
    {
        await using var project = New().Write("b.py", "x").Write("a/c.py", "x").Write("test_a.py", "x").Write("secret.key", "x").Write(".hidden", "x");
        File.CreateSymbolicLink(project.At("link"), project.At("a/c.py"));
        File.CreateSymbolicLink(project.At("away"), "/etc/passwd");
        Directory.CreateSymbolicLink(project.At("a/loop"), project.Root);
        (await project.CallAsync([])).Text.Should().Be("`.` has 5 entries:\n.hidden\na/\nb.py\nlink -> a/c.py\ntest_a.py (read-only)\n");
        var deep = await project.CallAsync(new JsonObject { ["path"] = ".", ["depth"] = "20" });
        deep.Text.Should().Be("`.` has 7 entries:\n.hidden\na/\n  c.py\n  loop/ -> .\nb.py\nlink -> a/c.py\ntest_a.py (read-only)\n");
        deep.Data!["entries"]!.AsArray().Should().HaveCount(7);
        (await project.CallAsync(new JsonObject { ["path"] = "a", ["depth"] = 1000 })).Text.Should().StartWith("`a` has 2 entries:\nc.py\n");
    }

    [Theory]
    [InlineData("""{ "depth": 0 }""", "The depth must be 1 or more, not 0.")]
    [InlineData("""{ "depth": -3 }""", "The depth must be 1 or more")]
    [InlineData("""{ "path": "none" }""", "does not exist")]
    [InlineData("""{ "path": "b.py" }""", "is a file, not a folder")]
    [InlineData("""{ "path": ".." }""", "leads outside the workspace")]
    [InlineData("""{ "path": "/etc" }""", "leads outside the workspace")]
    [InlineData("""{ "path": "away" }""", "leads outside the workspace")]
    [InlineData("""{ "path": "vault.key" }""", "does not exist")]
    public async Task What_cannot_be_listed_is_explained(string arguments, string explanation)
    {
        await using var project = New().Write("b.py", "x").Write("vault.key/x", "x");
        Directory.CreateSymbolicLink(project.At("away"), "/etc");
        var observation = await project.CallAsync(JsonNode.Parse(arguments)!.AsObject());
        (observation.Failed, observation.Text).Should().Match<(bool Failed, string Text)>(seen => seen.Failed && seen.Text.Contains(explanation));
    }

    [Fact]
    public async Task Many_entries_are_counted_and_not_all_shown()
    {
        await using var project = new Project(new ListDirTool(new ListDirOptions { MaxEntries = 10 }));
        for (var i = 0; i < 100; i++) project.Write($"d/{i:000}", "");
        var observation = await project.CallAsync(new JsonObject { ["path"] = ".", ["depth"] = 2 });
        observation.Text.Should().StartWith("`.` has 101 entries:\nd/\n  000\n").And.EndWith("  008\n... (91 entries are not shown; list a folder of them, or less depth)\n");
        observation.Data!["count"]!.GetValue<int>().Should().Be(101);
    }

    [Fact]
    public async Task An_empty_folder_and_odd_names_are_shown()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names.");
        await using var project = New();
        (await project.CallAsync([])).Text.Should().Be("`.` is empty.\n");
        project.Write("-- a -> b", "").Write("new\nline\u001b[31m", "").Write("~", "").Write("ü", "");
        (await project.CallAsync([])).Text.Should().Be("`.` has 4 entries:\n-- a -> b\nnew\uFFFDline\uFFFD[31m\n~\nü\n");
    }

    private static Project New() => new(new ListDirTool(new ListDirOptions()), new FolderWorkspaceOptions { ReadOnly = ["test_*"], Hidden = ["*.key"] });
}
