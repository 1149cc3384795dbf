using System.Text.RegularExpressions;

namespace Tessera.Hosting.Tests.Documentation;

/// <summary>docs/debugging-conformance.md and docs/modular-conformance.md name a test for each case, defect and check; each is there.</summary>
public partial class ConformancePageSpecs
{
    private static readonly string Documents = Path.Combine(Repository.Root, "docs");

    public static TheoryData<string, string[]> Pages { get; } = new()
    {
        { "debugging-conformance.md", [.. Numbered("", 30), .. Numbered("P", 15), .. Numbered("E", 8), .. Numbered("G", 7)] },
        { "modular-conformance.md", [.. Numbered("", 47)] },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public void Everything_is_there_once(string page, string[] numbers) => Rows(page).Select(row => row.Groups["number"].Value).Should().Equal(numbers);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_test_that_is_named_is_a_test(string page, string[] numbers)
    {
        foreach (var row in Rows(page).Take(numbers.Length))
        {
            var tests = Test().Matches(row.Groups["tests"].Value);
            tests.Should().NotBeEmpty(row.Value);
            foreach (var test in tests.Cast<Match>())
            {
                var file = Path.Combine(Documents, test.Groups["file"].Value);
                File.Exists(file).Should().BeTrue(file);
                File.ReadAllText(file).Should().MatchRegex($@"\[(Fact|Theory|InlineData|MemberData)[^\n]*\]\s*\n\s*public (async )?(Task|void) {test.Groups["name"].Value}\(", "{0} names it", row.Groups["number"].Value);
            }
        }
    }

    private static IEnumerable<string> Numbered(string prefix, int count) => Enumerable.Range(1, count).Select(number => $"{prefix}{number}");

    private static MatchCollection Rows(string page) => Row().Matches(File.ReadAllText(Path.Combine(Documents, page)));

    [GeneratedRegex(@"^\| (?<number>[PEG]?\d+) \| (?<what>[^|]+) \| (?<tests>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\[(?<name>\w+)\]\((?<file>[^)]+)\)")]
    private static partial Regex Test();
}
