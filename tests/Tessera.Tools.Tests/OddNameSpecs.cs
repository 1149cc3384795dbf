using System.Diagnostics;
using System.Text.Json.Nodes;
using Tessera.Tools.Grep;
using Tessera.Tools.ListDir;

namespace Tessera.Tools.Tests;

/// <summary>A program may give its files names that are no text; tools show them as far as they can be shown, and work on.</summary>
public sealed class OddNameSpecs
{
    [Fact]
    public async Task They_are_listed_with_a_mark_where_they_are_no_text()
    {
        await using var project = await NewAsync(new ListDirTool(new ListDirOptions()));

        var listed = await project.CallAsync(new JsonObject { ["depth"] = 3 });

        listed.Text.Should().Contain("caf\uFFFD.py\n").And.Contain("fol\uFFFDder/\n  in\uFFFDside.txt\n").And.Contain("main.py\n");
        JsonNode.Parse(listed.Data!.ToJsonString())!["entries"]!.AsArray().Select(entry => entry!["path"]!.GetValue<string>()).Should().Contain("fol\uFFFDder/in\uFFFDside.txt");
        await RemoveAsync(project);
    }

    [Fact]
    public async Task They_are_searched()
    {
        await using var project = await NewAsync(new GrepTool(new GrepOptions(), TimeProvider.System));

        var found = await project.CallAsync(new JsonObject { ["pattern"] = "needle" });

        found.Failed.Should().BeFalse();
        found.Data!["matches"]!.GetValue<int>().Should().Be(3);
        found.Text.Should().Contain("caf\uFFFD.py").And.Contain("fol\uFFFDder/in\uFFFDside.txt").And.NotContain("could not be read");
        await RemoveAsync(project);
    }

    private static async Task<Project> NewAsync(Sdk.Tools.ITool tool)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Names are bytes on Linux.");
        var project = new Project(tool).Write("main.py", "a needle\n");
        await ShellAsync(project, """
            printf 'a needle\n' > "$(printf 'caf\351.py')"
            mkdir "$(printf 'fol\377der')"
            printf 'a needle\n' > "$(printf 'fol\377der/in\200side.txt')"
            """);
        return project;
    }

    // .NET's own removal cannot name them.
    private static Task RemoveAsync(Project project) => ShellAsync(project, "rm -r caf* fol*");

    private static async Task ShellAsync(Project project, string script)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = project.Root })!;
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0);
    }
}
