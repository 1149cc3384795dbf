using System.Globalization;
using System.Text.RegularExpressions;

namespace Tessera.Sdk.Tools;

/// <summary>How many tests passed, as a test runner's own summary says.</summary>
/// <param name="Passed">How many tests passed.</param>
/// <param name="Total">How many tests ran; skipped ones do not count.</param>
public sealed partial record TestCounts(int Passed, int Total)
{
    // No runner counts so many; a program that prints more must not make sums overflow.
    private const int MostTests = 100_000_000;

    /// <summary>Reads the summary at the end of the output of Python's unittest or of pytest.</summary>
    /// <param name="output">The output.</param>
    /// <returns>The counts of the last summary; null when there is none.</returns>
    public static TestCounts? Find(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var unittest = UnittestSummary().Matches(output).LastOrDefault();
        var pytest = PytestSummary().Matches(output).LastOrDefault();
        if (unittest is null && pytest is null) return null;
        return unittest is not null && unittest.Index > (pytest?.Index ?? -1) ? FromUnittest(unittest) : FromPytest(pytest!);
    }

    private static TestCounts FromUnittest(Match summary)
    {
        var total = Number(summary.Groups["ran"].Value);
        var details = Details(summary.Groups["details"].Value, EqualsCount());
        var bad = details.GetValueOrDefault("failures") + details.GetValueOrDefault("errors") + details.GetValueOrDefault("unexpected successes");
        total = Math.Max(0, total - details.GetValueOrDefault("skipped"));
        // A test with several failing sub-tests counts as several failures, and a module that does not load as an error of no test.
        return new TestCounts(Math.Clamp(total - bad, 0, total), total);
    }

    private static TestCounts FromPytest(Match summary)
    {
        var details = Details(summary.Groups["details"].Value, WordCount());
        // A test that passed against expectation fails a run only when it is strict, and then pytest itself says 'failed'.
        var passed = details.GetValueOrDefault("passed") + details.GetValueOrDefault("xfailed") + details.GetValueOrDefault("xpassed");
        var bad = details.GetValueOrDefault("failed") + details.GetValueOrDefault("error") + details.GetValueOrDefault("errors");
        return new TestCounts(passed, passed + bad);
    }

    private static Dictionary<string, int> Details(string text, Regex count)
    {
        var details = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Match match in count.Matches(text)) details[match.Groups["name"].Value] = Number(match.Groups["number"].Value);
        return details;
    }

    private static int Number(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, MostTests) : MostTests;

    // Outputs can be long and hostile: none of these expressions tries a stretch of text twice, so none needs a limit of time.
    [GeneratedRegex(@"^Ran (?<ran>\d+) tests? in [\d.]+s\r?\n\r?\n(?:OK|FAILED|NO TESTS RAN)(?: \((?<details>[^)\n]*)\))?", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex UnittestSummary();

    [GeneratedRegex(@"^(?:=+ )?(?<details>\d+ (?:passed|failed|error|errors|skipped|xfailed|xpassed|deselected|warnings?)\b[^\n]*?) in [\d.]+s", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex PytestSummary();

    [GeneratedRegex(@"\b(?<name>(?:[a-z]{1,20} )?[a-z]{1,20})=(?<number>\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex EqualsCount();

    [GeneratedRegex(@"\b(?<number>\d+) (?<name>[a-z]+)", RegexOptions.CultureInvariant)]
    private static partial Regex WordCount();
}
