using Tessera.Debugging.Evaluations;
using Tessera.Debugging.Terminals;
using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Tools;
using Tessera.Tests;

namespace Tessera.Debugging.Tests.Evaluations;

/// <summary>A project is judged by what its test runner itself reports.</summary>
public sealed class ProjectCheckSpecs : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly LocalTerminal _terminal;

    public ProjectCheckSpecs()
    {
        Requirements.Python();
        _folder = new TemporaryFolder();
        _terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = _folder.Root });
    }

    public async ValueTask DisposeAsync()
    {
        await _terminal.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_way_in_which_a_unittest_ends_is_told()
    {
        _folder.Write("test_all.py", """
            import unittest
            class Ways(unittest.TestCase):
                def test_error(self): raise KeyError("gone")
                @unittest.expectedFailure
                def test_expected(self): self.fail()
                def test_failure(self): self.assertEqual(1, 2)
                def test_parts(self):
                    for i in range(3):
                        with self.subTest(i=i): self.assertEqual(i, 1)
                @unittest.skip("not today")
                def test_skipped(self): pass
                def test_success(self): pass
                @unittest.expectedFailure
                def test_unexpected(self): pass
            class Broken(unittest.TestCase):
                @classmethod
                def setUpClass(cls): raise OSError("no room")
                def test_never(self): pass
            """);
        _folder.Write("test_not_loading.py", "import nothing_of_this_name\n");

        var result = await RunAsync("python3", "-m", "unittest");

        result.Passed.Should().BeFalse();
        result.Tests!.ToDictionary(test => test.Name.Replace("test_all.Ways.", ""), test => test.Verdict).Should().BeEquivalentTo(new Dictionary<string, TestVerdict>
        {
            ["setUpClass (test_all.Broken)"] = TestVerdict.Failed,
            ["unittest.loader._FailedTest.test_not_loading"] = TestVerdict.Failed,
            ["test_error"] = TestVerdict.Failed,
            ["test_expected"] = TestVerdict.Passed,
            ["test_failure"] = TestVerdict.Failed,
            ["test_parts"] = TestVerdict.Failed,
            ["test_skipped"] = TestVerdict.Skipped,
            ["test_success"] = TestVerdict.Passed,
            ["test_unexpected"] = TestVerdict.Failed,
        });
        result.Counts.Should().Be(new TestCounts(2, 8));
        result.Tests!.Single(test => test.Name.EndsWith("test_failure", StringComparison.Ordinal)).Message.Should().Be("AssertionError: 1 != 2");
        result.Output.Should().Contain("FAILED (failures=3, errors=3");
    }

    [Fact]
    public async Task Every_way_in_which_a_pytest_ends_is_told()
    {
        var python = PythonWithPytest.RequireOne();
        _folder.Write("test_all.py", """
            import pytest
            @pytest.fixture
            def broken_before(): raise OSError("no room")
            @pytest.fixture
            def broken_after():
                yield
                raise OSError("no way back")
            def test_before(broken_before): pass
            def test_after(broken_after): pass
            def test_failure(): assert 1 == 2
            def test_success(): pass
            @pytest.mark.skip
            def test_skipped(): pass
            @pytest.mark.xfail
            def test_expected(): assert False
            @pytest.mark.xfail(strict=True)
            def test_unexpected(): pass
            @pytest.mark.parametrize("n", [1, 2])
            def test_each(n): assert n == 1
            """);
        _folder.Write("test_not_loading.py", "import nothing_of_this_name\n");

        var result = await RunAsync(python, "-m", "pytest", "-q", "--continue-on-collection-errors", "-p", "no:cacheprovider");

        result.Passed.Should().BeFalse();
        result.Tests!.ToDictionary(test => test.Name.Replace("test_all.py::", ""), test => test.Verdict).Should().BeEquivalentTo(new Dictionary<string, TestVerdict>
        {
            ["test_not_loading.py"] = TestVerdict.Failed,
            ["test_before"] = TestVerdict.Failed,
            ["test_after"] = TestVerdict.Failed,
            ["test_failure"] = TestVerdict.Failed,
            ["test_success"] = TestVerdict.Passed,
            ["test_skipped"] = TestVerdict.Skipped,
            ["test_expected"] = TestVerdict.Passed,
            ["test_unexpected"] = TestVerdict.Failed,
            ["test_each[1]"] = TestVerdict.Passed,
            ["test_each[2]"] = TestVerdict.Failed,
        });
        result.Tests!.Single(test => test.Name.EndsWith("test_failure", StringComparison.Ordinal)).Message.Should().Be("assert 1 == 2");
    }

    [Fact]
    public async Task A_program_that_prints_a_good_summary_and_leaves_has_not_passed()
    {
        _folder.Write("cart.py", "import os, sys\nsys.stderr.write('Ran 9 tests in 0.1s\\n\\nOK\\n')\nsys.stderr.flush()\nos._exit(0)\n");
        _folder.Write("test_cart.py", "import unittest, cart\nclass Cart(unittest.TestCase):\n    def test(self): pass\n");

        var result = await RunAsync("python3", "-m", "unittest");

        result.ExitCode.Should().Be(0);
        result.Output.Should().Contain("Ran 9 tests");
        result.Passed.Should().BeFalse();
        result.Tests.Should().BeNull();
    }

    [Fact]
    public async Task Tests_find_the_world_that_they_find_without_us()
    {
        _folder.Write("where.py", "import os, sys\nprint(sys.path[0], sys.argv, 'TESSERA_CHANNEL' in os.environ, repr(sys.stdin.read()), flush=True)\n");
        _folder.Write("test_where.py", "import unittest, where\nclass Where(unittest.TestCase):\n    def test(self): pass\n");

        var result = await RunAsync("python3", "-X", "utf8", "-m", "unittest", "test_where", "-v");

        result.Output.Should().Contain($"{_folder.Root} ['python3 -m unittest', 'test_where', '-v'] False ''\n");
        result.Passed.Should().BeTrue();
        result.ToString().Should().Be("The evaluation passed: 1 of 1 tests passed.");
    }

    [Fact]
    public async Task A_test_without_end_is_ended_and_what_ended_before_is_told()
    {
        _folder.Write("test_time.py", "import time, unittest\nclass Time(unittest.TestCase):\n    def test_a(self): pass\n    def test_b(self): time.sleep(60)\n");

        var result = await new ProjectCheck(["python3", "-m", "unittest"], TimeSpan.FromSeconds(2)).RunAsync(_terminal, CancellationToken.None);

        (result.TimedOut, result.Passed).Should().Be((true, false));
        result.Counts.Should().Be(new TestCounts(1, 1));
        result.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Any_other_check_without_end_is_ended_with_what_it_wrote()
    {
        Requirements.Unix();
        var result = await new ProjectCheck(["sh", "-c", "echo begun; sleep 60"], TimeSpan.FromSeconds(1)).RunAsync(_terminal, CancellationToken.None);
        (result.TimedOut, result.Passed, result.Output).Should().Be((true, false, "begun\n"));
        result.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
        result.ToObservation().Failed.Should().BeTrue();
        result.ToString().Should().StartWith("The evaluation was ended after 1 seconds");
    }

    [Fact]
    public async Task Much_output_is_bounded_with_its_end_in_view()
    {
        Requirements.Unix();
        var check = new ProjectCheck(["sh", "-c", "head -c 1000000 /dev/zero | tr '\\0' x; echo; echo the end"], TimeSpan.FromSeconds(30), outputLimit: 1000);
        var result = await check.RunAsync(_terminal, CancellationToken.None);
        result.Output.Length.Should().BeLessThan(1300);
        result.Output.Should().Contain("left out").And.EndWith("the end\n");
    }

    [Fact]
    public async Task Where_no_test_runner_is_there_its_exit_code_and_words_are_told()
    {
        var result = await RunAsync("python3", "-S", "-I", "-m", "runner_of_nobody");
        (result.Passed, result.Tests).Should().Be((false, null));
        result.Output.Should().Contain("No module named");
    }

    private Task<EvaluationResult> RunAsync(params string[] command) => new ProjectCheck(command).RunAsync(_terminal, CancellationToken.None);
}
