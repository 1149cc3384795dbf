using System.Text.RegularExpressions;
using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Tests.Workspaces;

/// <summary>Git says what patterns mean.</summary>
public partial class GitPatternsSpecs
{
    private static readonly string[] Files = ["a", "b", "ab", "a-b", "c/a", "c/b.a", "c/d/a", "c/d/ab", "d/c/b", "a.b/c", ".a", "d/.b", "]", "c/-"];

    private static readonly string[] Pieces =
        ["a", "b", "c", "d", ".", "*", "*", "?", "/", "/", "**", "**/", "/**", "[ab]", "[!a]", "[a-c]", "[^/]", "[+-9]", "[]a]", "[c-a]", "[a-[c]", "[[:alpha:]]", "[![:punct:]a]", @"\a", @"\*", @"[\a]", "-", "ab"];

    [Fact]
    public async Task Every_pattern_covers_what_git_ignores()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Git compares paths in another way there.");
        using var folder = new TemporaryFolder();
        (await Programs.RunAsync(folder.Root, "", "git", "init", "--quiet")).ExitCode.Should().Be(0);
        var random = new Random(5);
        var cases = Enumerable.Range(0, 200).Select(_ => Patterns(random)).ToList();
        var asked = new List<(int Case, string Path, bool IsFolder)>();
        for (var i = 0; i < cases.Count; i++)
        {
            folder.Write($"{i}/.gitignore", string.Join('\n', cases[i]) + "\n");
            foreach (var file in Files) folder.Write($"{i}/{file}", "");
            asked.AddRange(Files.Select(file => (i, file, false)));
            asked.AddRange(Files.Where(file => file.Contains('/', StringComparison.Ordinal)).Select(Path.GetDirectoryName).Distinct().Select(parent => (i, parent!, true)));
        }

        var result = await Programs.RunAsync(folder.Root, string.Concat(asked.Select(path => $"{path.Case}/{path.Path}\0")), "git", "check-ignore", "--no-index", "-z", "--stdin");

        result.ExitCode.Should().BeLessThan(2, result.StandardError);
        var ignored = result.StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        ignored.Count.Should().BeInRange(asked.Count / 20, asked.Count * 19 / 20, "otherwise this test shows little");
        var patterns = cases.ConvertAll(lines => new PathPatterns(lines));
        var wrong = asked.Where(path => patterns[path.Case].Covers(path.Path, path.IsFolder) != ignored.Contains($"{path.Case}/{path.Path}"));
        wrong.Select(path => $"[{string.Join(" , ", cases[path.Case])}] on {path.Path}: git says {ignored.Contains($"{path.Case}/{path.Path}")}").Should().BeEmpty();
    }

    private static string[] Patterns(Random random) => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (random.Next(4) == 0 ? "!" : "") + Pattern(random))];

    // Git cuts off what a pattern begins with before it looks for stars, and so takes 'a**/b' for something that gitignore(5) does not say.
    private static string Pattern(Random random)
    {
        while (true)
        {
            var pattern = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            if (!StarsWithin().IsMatch(pattern)) return pattern;
        }
    }

    [GeneratedRegex(@"[^/*]\*\*")]
    private static partial Regex StarsWithin();
}
