using System.Text.Json.Nodes;
using Tessera.Tests;

namespace Tessera.Tools.Trace.Tests;

/// <summary>pytest is a program like another, but it says what became of each test.</summary>
public class PytestSpecs
{
    private const string Tests = """
        import pytest
        from main import total

        @pytest.fixture
        def broken():
            raise KeyError("no fixture")

        @pytest.mark.parametrize("amount", [1, 2, 3])
        def test_total(amount):
            assert total([amount]) == 2 * amount

        def test_wrong():
            got = total([1, 2])
            assert got == 7

        def test_error(broken):
            pass

        @pytest.mark.skip
        def test_skipped():
            pass

        @pytest.mark.xfail
        def test_expected():
            assert total([]) == 1
        """;

    private const string Shop = "def price(amount):\n    return amount * 2\n\ndef total(amounts):\n    result = 0\n    for amount in amounts:\n        result += price(amount)\n    return result\n";

    public static TheoryData<string> Pythons => PythonWithPytest.All;

    [Theory, MemberData(nameof(Pythons))]
    public async Task The_verdict_names_the_tests_that_failed_and_why(string python)
    {
        await using var tracing = New(python);

        var observation = await TraceAsync(tracing, $"{python} -m pytest -q tests", "main.py:total");

        observation.Text.Should().StartWith($"`{python} -m pytest -q tests` ended with exit code 1; 4 of 6 tests passed.\n" +
            "  tests/test_main.py::test_wrong failed: assert 6 == 7\n  tests/test_main.py::test_error failed: KeyError: 'no fixture'\n\nmain.py:total was called 5 times: 5 returned, 0 raised.");
        ((int)observation.Data!["testsPassed"]!, (int)observation.Data["testsRun"]!, observation.Data["failedTests"]!.AsArray().Count).Should().Be((4, 6, 2));
    }

    [Theory, MemberData(nameof(Pythons))]
    public async Task The_verdict_does_not_depend_on_what_pytest_prints(string python)
    {
        await using var tracing = New(python);

        var observation = await TraceAsync(tracing, $"{python} -m pytest -p no:terminal tests", "main.py:total");

        observation.Text.Should().Contain("; 4 of 6 tests passed.").And.NotContain("6 passed").And.NotContain("failed,");
    }

    [Theory, MemberData(nameof(Pythons))]
    public async Task A_test_is_a_function_that_can_be_traced(string python)
    {
        await using var tracing = New(python);

        var test = await TraceAsync(tracing, $"{python} -m pytest -q tests/test_main.py", "tests/test_main.py:test_wrong");
        var next = await TraceAsync(tracing, $"{python} -m pytest -q tests/test_main.py", "main.py:total<tests/test_main.py:test_wrong#1:13.1");

        test.Text.Should().Contain("   13  got = total([1, 2])\n         got = 6  (new)\n         calls main.py:total<tests/test_main.py:test_wrong#1:13.1\n   14  assert got == 7\n  raised AssertionError: assert 6 == 7 at line 14");
        next.Text.Should().Contain("amounts = [1, 2]").And.Contain("returned 6");
    }

    [Theory, MemberData(nameof(Pythons))]
    public async Task Plugins_that_change_the_order_or_the_process_are_off(string python)
    {
        await using var tracing = New(python);
        // They stand for the plugins: one refuses to be loaded, one knows an option that nobody else knows.
        tracing.Write("pytest_randomly.py", "raise SystemExit('the order was changed')\n");
        tracing.Write("pytest_randomly-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: pytest-randomly\nVersion: 1\n");
        tracing.Write("pytest_randomly-1.dist-info/entry_points.txt", "[pytest11]\nrandomly = pytest_randomly\n");
        tracing.Write("xdist/__init__.py", "");
        tracing.Write("xdist/plugin.py", """
            def pytest_addoption(parser):
                parser.getgroup("xdist")._addoption("-n", dest="workers")

            def pytest_configure(config):
                print("workers:", config.getoption("workers"))
            """);

        var observation = await TraceAsync(tracing, $"{python} -m pytest -q -p xdist.plugin -n 4 -s tests", "main.py:total");

        observation.Text.Should().Contain("; 4 of 6 tests passed.").And.Contain("workers: 0").And.NotContain("the order was changed");
    }

    [Theory, MemberData(nameof(Pythons))]
    public async Task A_test_file_that_does_not_load_is_named(string python)
    {
        await using var tracing = New(python);
        tracing.Write("tests/test_other.py", "import main\nmain.nothing()\n");

        var observation = await TraceAsync(tracing, $"{python} -m pytest -q tests", "main.py:total");

        observation.Text.Should().Contain("ended with exit code 2; 0 of 1 tests passed.\n  tests/test_other.py failed: AttributeError: module 'main' has no attribute 'nothing'");
    }

    private static Tracing New(string python)
    {
        PythonWithPytest.Require(python);
        var tracing = new Tracing(python, Shop);
        tracing.Write("tests/test_main.py", Tests);
        return tracing;
    }

    private static Task<Sdk.Tools.Observation> TraceAsync(Tracing tracing, string entryPoint, string function) =>
        tracing.Trace([function], new JsonObject { ["entrypoint"] = entryPoint });
}
