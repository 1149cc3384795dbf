using System.Diagnostics;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Tests.Tools;

/// <summary>How many tests passed, as runners say it.</summary>
public class TestCountsSpecs
{
    [Theory]
    [InlineData("Ran 9 tests in 0.001s\n\nOK\n", 9, 9)]
    [InlineData("Ran 1 test in 12.345s\r\n\r\nOK\r\n", 1, 1)]
    [InlineData("Ran 9 tests in 0.001s\n\nFAILED (failures=1, errors=2)\n", 6, 9)]
    [InlineData("Ran 9 tests in 0.001s\n\nOK (skipped=2)\n", 7, 7)]
    [InlineData("Ran 9 tests in 0.001s\n\nFAILED (failures=1, skipped=2, expected failures=1, unexpected successes=1)\n", 5, 7)]
    [InlineData("Ran 1 test in 0.001s\n\nFAILED (failures=5)\n", 0, 1)]
    [InlineData("Ran 0 tests in 0.000s\n\nNO TESTS RAN\n", 0, 0)]
    [InlineData("Ran 2 tests in 0.000s\n\nNO TESTS RAN (skipped=2)\n", 0, 0)]
    [InlineData("Ran 0 tests in 0.000s\n\nFAILED (errors=1)\n", 0, 0)]
    public void A_summary_of_unittest_is_read(string output, int passed, int total) =>
        TestCounts.Find("..F.\n" + new string('-', 70) + "\n" + output).Should().Be(new TestCounts(passed, total));

    [Theory]
    [InlineData("============================== 3 passed in 0.12s ===============================", 3, 3)]
    [InlineData("========================= 1 failed, 2 passed in 1.20s ==========================", 2, 3)]
    [InlineData("============= 1 failed, 4 passed, 2 skipped, 1 xfailed, 1 xpassed, 3 warnings, 1 error in 75.30s (0:01:15) =============", 6, 8)]
    [InlineData("=============================== 2 errors in 0.08s ===============================", 0, 2)]
    [InlineData("================= 2 passed, 5 deselected, 1 warning in 0.50s =================", 2, 2)]
    [InlineData("1 failed, 2 passed in 0.01s", 2, 3)]
    [InlineData("1 skipped in 0.01s\r", 0, 0)]
    public void A_summary_of_pytest_is_read(string line, int passed, int total) =>
        TestCounts.Find($"collected 3 items\n\ntest_a.py ...\n\n{line}\n").Should().Be(new TestCounts(passed, total));

    [Theory]
    [InlineData("")]
    [InlineData("hello\n")]
    [InlineData("Ran 9 tests in 0.001s\n")]
    [InlineData("We ran 9 tests in 0.001s\n\nOK\n")]
    [InlineData("============ no tests ran in 0.01s ============\n")]
    [InlineData("say: 3 passed in 0.12s\n")]
    public void Where_there_is_no_summary_there_are_no_counts(string output) => TestCounts.Find(output).Should().BeNull();

    [Fact]
    public void The_last_summary_counts()
    {
        const string Unittest = "Ran 9 tests in 0.001s\n\nOK\n";
        const string Pytest = "===== 1 failed, 2 passed in 1.20s =====\n";
        TestCounts.Find(Unittest + Pytest).Should().Be(new TestCounts(2, 3));
        TestCounts.Find(Pytest + Unittest).Should().Be(new TestCounts(9, 9));
        TestCounts.Find(Pytest + "4 passed in 1.20s\n").Should().Be(new TestCounts(4, 4));
    }

    [Theory]
    [MemberData(nameof(HostileOutputs))]
    public void No_output_takes_long_or_throws(string name, string output)
    {
        var clock = Stopwatch.StartNew();
        var found = TestCounts.Find(output);

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2), name);
        if (found is not null) found.Passed.Should().BeInRange(0, found.Total, name);
    }

    public static TheoryData<string, string> HostileOutputs()
    {
        const int Many = 400_000;
        return new()
        {
            { "a word in details", $"Ran 1 test in 0.1s\n\nFAILED ({new string('a', Many)})\n" },
            { "words in details", $"Ran 1 test in 0.1s\n\nFAILED ({Repeat("a ", Many)})\n" },
            { "counts in details", $"Ran 1 test in 0.1s\n\nFAILED ({Repeat("errors=9, ", Many / 10)})\n" },
            { "open details", Repeat("Ran 1 test in 0.1s\n\nFAILED (", Many / 30) },
            { "digits for seconds", $"Ran 1 test in {new string('1', Many)}" },
            { "one line of pytest", $"1 passed{Repeat(" in 1", Many / 5)}" },
            { "many lines of pytest", Repeat("1 passed, \n", Many / 10) },
            { "equals signs", new string('=', Many) },
            { "equals signs and blanks", Repeat("= ", Many / 2) },
            { "digits", new string('9', Many) + " passed in 1s" },
            { "line ends", new string('\n', Many) },
            { "the largest numbers", "999999999 passed, 999999999 failed, 999999999 error, 999999999 errors, 999999999 xfailed in 1s\n" },
            { "more failures than there are numbers", "Ran 999999999 tests in 0.1s\n\nFAILED (failures=999999999, errors=999999999, unexpected successes=999999999)\n" },
        };
    }

    [Fact]
    public void Numbers_too_large_for_a_test_run_make_no_tests_pass() =>
        TestCounts.Find("Ran 9 tests in 0.1s\n\nFAILED (failures=999999999, errors=999999999, unexpected successes=999999999)\n")!.Passed.Should().Be(0);

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
