using System.Text.Json.Nodes;

namespace Tessera.Tools.Trace.Tests;

/// <summary>What becomes of a trace when the program, or the question, is not as one would wish.</summary>
/// <param name="python">The interpreter.</param>
public abstract class RunSpecs(string python)
{
    [Theory]
    [InlineData("main.py:totl", "In main.py, there is no function totl. Did you mean: total.")]
    [InlineData("main.py:zzzzzz", "Its functions are: <module>, total.")]
    [InlineData("mian.py:total", "There is no file mian.py.")]
    [InlineData("total", "'total' is not of the form file.py:function or file.py:LINE.")]
    [InlineData("main.py:total#0", "does not end in the number of an invocation")]
    [InlineData("main.py:total<main.py:total#1", "is not the identity of a call")]
    [InlineData("main.py:999", "line 999 lies in no function")]
    public async Task What_does_not_exist_is_told_before_anything_runs(string function, string reason)
    {
        await using var tracing = new Tracing(python, "print('it ran')\ndef total():\n    pass\n");

        var observation = await tracing.Trace(function);

        observation.Failed.Should().BeTrue();
        observation.Text.Should().StartWith("error TESS4212: ").And.Contain(reason).And.NotContain("it ran");
    }

    [Fact]
    public async Task A_function_that_was_never_called_is_a_result()
    {
        await using var tracing = new Tracing(python, "def total():\n    pass\n");

        var observation = await tracing.Trace("main.py:total");

        observation.Failed.Should().BeFalse();
        observation.Text.Should().Contain("main.py:total was never called.");
    }

    [Theory]
    [InlineData("raise SystemExit(3)", 3, "returned 1")]
    [InlineData("import os; os._exit(4)", 4, "returned 1")]
    [InlineData("raise KeyError('x')", 1, "KeyError: 'x'")]
    public async Task However_a_program_ends_what_was_seen_is_told(string end, int exitCode, string output)
    {
        await using var tracing = new Tracing(python, $"def total():\n    return 1\ntotal()\n{end}\n");

        var observation = await tracing.Trace("main.py:total");

        observation.Text.Should().Contain($"ended with exit code {exitCode}.").And.Contain("returned 1").And.Contain(output).And.NotContain("tessera_driver");
    }

    [Fact]
    public async Task A_program_that_does_not_end_is_interrupted_and_shown_where_it_was()
    {
        await using var tracing = new Tracing(python, "import time\ndef wait(n):\n    while True:\n        time.sleep(0.01)\nwait(1)\n");

        var observation = await tracing.Trace(["main.py:wait"], new JsonObject { ["timeout"] = 1 });

        observation.Failed.Should().BeTrue();
        observation.Text.Should().Contain("was interrupted after 1 seconds").And.Contain("n = 1").And.MatchRegex("had not ended; it was at line [34]");
    }

    [Fact]
    public async Task A_program_that_is_killed_says_so()
    {
        await using var tracing = new Tracing(python, "import os, signal\ndef total():\n    os.kill(os.getpid(), signal.SIGKILL)\ntotal()\n");

        (await tracing.Trace("main.py:total")).Text.Should().StartWith("error TESS4213: The program ended with exit code 137");
    }

    [Theory]
    [InlineData("python3 nothing.py", "error TESS4202: ")]
    [InlineData("python3 broken.py", "error TESS4202: The program cannot be started: SyntaxError")]
    [InlineData("make all", "error TESS4201: ")]
    [InlineData("python3 'main.py", "error TESS4201: ")]
    public async Task An_entry_point_that_cannot_run_is_told(string entryPoint, string error)
    {
        await using var tracing = new Tracing(python, "def total():\n    pass\n");
        tracing.Write("broken.py", "def total(:\n");

        var observation = await tracing.Trace(["main.py:total"], new JsonObject { ["entrypoint"] = entryPoint.Replace("python3", python, StringComparison.Ordinal) });

        observation.Failed.Should().BeTrue();
        observation.Text.Should().StartWith(error);
    }

    [Fact]
    public async Task Tests_are_counted_and_what_they_call_is_traced()
    {
        await using var tracing = new Tracing(python, "def total(items):\n    return sum(items) + 1\n");
        tracing.Write("test_main.py", """
            import unittest
            from main import total

            class TotalTest(unittest.TestCase):
                def test_empty(self):
                    self.assertEqual(total([]), 0)

                def test_type(self):
                    self.assertIsInstance(total([1]), int)
            """);

        var observation = await tracing.Trace(["main.py:total", "test_main.py:TotalTest.test_empty"], new JsonObject { ["entrypoint"] = $"{python} -m unittest" });

        observation.Text.Should().Contain("1 of 2 tests passed").And.Contain("main.py:total was called 2 times")
            .And.Contain("calls main.py:total<test_main.py:TotalTest.test_empty#1:6.1").And.Contain("raised AssertionError: 1 != 0");
    }

    [Fact]
    public async Task Tests_that_a_script_runs_itself_are_counted_too()
    {
        await using var tracing = new Tracing(python, """
            import unittest

            class TotalTest(unittest.TestCase):
                def test_right(self):
                    self.assertEqual(1, 1)

                def test_wrong(self):
                    self.assertEqual(1, 2)

            if __name__ == "__main__":
                unittest.main()
            """);

        var observation = await tracing.Trace("main.py:TotalTest.test_wrong");

        observation.Text.Should().Contain("ended with exit code 1; 1 of 2 tests passed.\n  __main__.TotalTest.test_wrong failed: AssertionError: 1 != 2");
        ((int)observation.Data!["testsPassed"]!, (int)observation.Data["testsRun"]!).Should().Be((1, 2));
    }

    [Fact]
    public async Task What_a_program_prints_is_no_result_of_tests()
    {
        await using var tracing = new Tracing(python, "print('Ran 2 tests in 0.1s\\n\\nOK\\n===== 3 passed in 0.12s =====')\ndef total():\n    pass\n");

        var observation = await tracing.Trace("main.py:total");

        observation.Text.Should().Contain("3 passed in").And.NotContain("tests passed");
        (observation.Data!["testsPassed"], observation.Data["testsRun"]).Should().Be((null, null));
    }

    [Fact]
    public async Task A_hot_loop_and_a_hot_function_stay_bounded()
    {
        await using var tracing = new Tracing(python, """
            def step(x):
                return x + 1

            def spin():
                x = 0
                for i in range(20000):
                    x = step(x)
                return x

            spin()
            """);

        var observation = await tracing.Trace("main.py:spin", "main.py:step");

        observation.Text.Length.Should().BeLessThan(5_000);
        observation.Text.Should().Contain("returned 20000").And.Contain("x = 20000").And.Contain("main.py:step was called at least 300 times");
    }

    [Fact]
    public async Task What_happens_once_in_a_hot_loop_and_after_it_is_shown()
    {
        await using var tracing = new Tracing(python, """
            def spin(n):
                for i in range(n):
                    if i == 4000:
                        rare = i
                for i in range(n):
                    if i == 4500:
                        break
                try:
                    for i in range(n):
                        if i == 4800:
                            raise ValueError(i)
                except ValueError as problem:
                    text = str(problem)
                return text

            spin(5000)
            """);

        var observation = await tracing.Trace("main.py:spin");

        observation.Text.ReplaceLineEndings("\n").Should().Contain("    4  rare = i\n").And.Contain("         rare = 4000  (new)\n").And.Contain("    7  break\n").And.Contain("   11  raise ValueError(i)\n")
            .And.Contain("         text = '4800'  (new)\n").And.Contain("300 times more, at least").And.Contain("returned '4800'");
        observation.Text.Length.Should().BeLessThan(3_000);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public async Task A_wrong_number_of_calls_is_explained(string calls)
    {
        await using var tracing = new Tracing(python, "def total():\n    pass\n");

        (await tracing.Trace(["main.py:total"], new JsonObject { ["calls"] = calls })).Text.Should().StartWith($"error TESS4211: '{calls}'");
    }
}
