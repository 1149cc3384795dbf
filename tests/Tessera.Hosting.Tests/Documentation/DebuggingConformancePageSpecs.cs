using System.Text.RegularExpressions;

namespace Tessera.Hosting.Tests.Documentation;

/// <summary>docs/debugging-conformance.md names a test for each case and each defect; each is there.</summary>
public partial class DebuggingConformancePageSpecs
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "debugging-conformance.md");

    private static readonly string[] Numbers =
    [
        .. Enumerable.Range(1, 30).Select(number => $"{number}"),
        .. Enumerable.Range(1, 15).Select(number => $"P{number}"),
        .. Enumerable.Range(1, 8).Select(number => $"E{number}"),
        .. Enumerable.Range(1, 7).Select(number => $"G{number}"),
    ];

    private static List<Match> Rows { get; } = [.. Row().Matches(File.ReadAllText(Page)).Cast<Match>()];

    [Fact]
    public void Every_case_and_every_defect_is_there_once() => Rows.Select(row => row.Groups["number"].Value).Should().Equal(Numbers);

    [Fact]
    public void Every_test_that_is_named_is_a_test()
    {
        foreach (var row in Rows)
        {
            var tests = Test().Matches(row.Groups["tests"].Value);
            tests.Should().NotBeEmpty(row.Value);
            foreach (var test in tests.Cast<Match>())
            {
                var file = Path.Combine(Path.GetDirectoryName(Page)!, test.Groups["file"].Value);
                File.Exists(file).Should().BeTrue(file);
                File.ReadAllText(file).Should().MatchRegex($@"\[(Fact|Theory|InlineData|MemberData)[^\n]*\]\s*\n\s*public (async )?(Task|void) {test.Groups["name"].Value}\(", "{0} names it", row.Groups["number"].Value);
            }
        }
    }

    [GeneratedRegex(@"^\| (?<number>[PEG]?\d+) \| (?<what>[^|]+) \| (?<tests>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\[(?<name>\w+)\]\((?<file>[^)]+)\)")]
    private static partial Regex Test();
}
