using System.Text.RegularExpressions;
using Tessera.Tests;

namespace Tessera.Tools.Pdb.Tests;

/// <summary>The session that docs/debug-tools.md shows is what the tool answers.</summary>
public sealed partial class PageSpecs
{
    [Fact]
    public async Task The_page_shows_what_the_tool_answers()
    {
        InstalledPython.Require();
        var page = await File.ReadAllTextAsync(Path.Combine(FindRoot(), "docs", "debug-tools.md"));
        var program = Block().Matches(page).First(block => block.Groups[1].Value == "python").Groups[2].Value;
        var session = Block().Matches(page).First(block => block.Groups[1].Value == "text").Groups[2].Value;
        var calls = Call().Matches(session);
        calls.Should().HaveCountGreaterThan(3);
        await using var debugging = new Debugging(Python.Usual, program);
        foreach (Match call in calls)
        {
            var answer = (await debugging.Pdb(call.Groups[1].Value)).Text;
            Shown(answer).Should().StartWith(call.Groups[2].Value.TrimEnd());
        }
    }

    // Empty lines of source are left out on the page.
    private static string Shown(string answer) => EmptyLine().Replace(answer, "");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Platform.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("^```(\\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^> (.*)\n((?:(?!> ).*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Call();

    [GeneratedRegex("^ +\\d+\n", RegexOptions.Multiline)]
    private static partial Regex EmptyLine();
}
