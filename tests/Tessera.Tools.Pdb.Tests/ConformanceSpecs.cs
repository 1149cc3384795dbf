using System.Diagnostics;
using Tessera.Sdk.Tools;

namespace Tessera.Tools.Pdb.Tests;

/// <summary>The conformance cases of debuggers for agents, by their numbers, as far as other specs do not tell them at length.</summary>
public abstract class ConformanceSpecs(string python)
{
    public sealed class OnPython3() : ConformanceSpecs(Python.Usual);

    public sealed class OnMonitoringPython() : ConformanceSpecs(Python.Monitoring);

    private static readonly string _numbers = string.Concat(Enumerable.Range(0, 40).Select(i => $"print({i})\n"));

    private const string Tests = """
        import unittest
        class Passing(unittest.TestCase):
            def test_pass(self):
                self.assertTrue(True)
        class Failing(unittest.TestCase):
            def test_fail(self):
                self.assertTrue(False)
        """;

    [Fact]
    public async Task Case_1_and_2_A_test_run_starts_at_its_entry_module_and_runs_to_its_end()
    {
        await using var debugging = new Debugging(python, "x = 1\n");
        debugging.Write("test_both.py", Tests);
        var start = await debugging.Pdb("where", $"{python} -m unittest -v");
        start.Text.Should().Contain("__main__.py").And.Contain("Main entry point").And.NotContain("(Pdb)");
        var end = await debugging.Pdb("c");
        end.Text.Should().Contain("Ran 2 tests").And.Contain("failures=1").And.Contain("Reached the end of the program.").And.Contain("exit code 1");
        (await debugging.Pdb("c")).Text.Should().Contain("Ran 2 tests", "the next command started it anew");
    }

    [Fact]
    public async Task Case_3_An_empty_command_leaves_the_session_as_it_is()
    {
        await using var debugging = new Debugging(python, "x = 1\ny = 2\n");
        await debugging.Pdb("n");
        (await debugging.Pdb("")).Text.Should().Contain("Empty commands are not allowed.");
        (await debugging.Pdb("p x")).Text.Should().Contain("Pdb command output:\n1");
    }

    [Theory]
    [InlineData("b 1", "invalid line number")]
    [InlineData("b 2", "invalid line number")]
    [InlineData("b other.py:4", "nearest lines with code are 3 and 5")]
    [InlineData("b file1.py:100", "End of file")]
    [InlineData("b file1.py:-100", "End of file")]
    public async Task Case_4_A_line_without_code_takes_no_breakpoint(string command, string explanation)
    {
        await using var debugging = new Debugging(python, "\"\"\"What it does.\"\"\"\n\nx = 1\n");
        debugging.Write("file1.py", _numbers);
        debugging.Write("other.py", "def f():\n    if x:\n        y = 1\n    else:\n        y = 2\n");
        var observation = await debugging.Pdb(command);
        observation.Failed.Should().BeTrue();
        observation.Text.Should().Contain(explanation);
        debugging.Listener.Breakpoints.Should().BeEmpty();
    }

    [Fact]
    public async Task Case_5_A_line_alone_means_the_current_file()
    {
        await using var debugging = new Debugging(python, "import other\nother.f()\n");
        debugging.Write("other.py", "def f():\n    x = 1\n    y = 2\n");
        await debugging.Pdb(["b other.py:2", "c", "b 3"]);
        debugging.Listener.Breakpoints.Should().Equal(new Breakpoint("other.py", 2), new Breakpoint("other.py", 3));
    }

    [Fact]
    public async Task Case_6_and_7_One_place_is_one_breakpoint_whatever_it_is_called_and_is_removed_alone()
    {
        await using var debugging = new Debugging(python, _numbers);
        debugging.Write("file1.py", _numbers);
        await debugging.Pdb(["b file1.py:20", $"b {debugging.At("file1.py")}:20", "b file1:20", "b main.py:9", "b file1.py:8"]);
        debugging.Listener.Breakpoints.Select(item => (item.File, item.Line)).Should().Equal(("file1.py", 8), ("file1.py", 20), ("main.py", 9));
        (await debugging.Pdb("cl file1.py:7")).Text.Should().Contain("There is no breakpoint at");
        debugging.Listener.Breakpoints.Should().HaveCount(3);
        await debugging.Pdb("cl file1.py:20");
        debugging.Listener.Breakpoints.Select(item => (item.File, item.Line)).Should().Equal(("file1.py", 8), ("main.py", 9));
        (await debugging.Pdb("b")).Text.Should().MatchRegex("(?s)line 8 in file1.py.*line 9 in main.py");
        (await debugging.Pdb("cl")).Text.Should().Contain("All breakpoints have been cleared.");
        debugging.Listener.Breakpoints.Should().BeEmpty();
    }

    [Fact]
    public async Task Case_10_All_that_belongs_to_a_breakpoint_survives_an_edit()
    {
        const string Loop = "for x in range(9):\n    y = x\n    z = y\n    print(z)\n";
        await using var debugging = new Debugging(python, Loop);
        await debugging.Pdb(["b main.py:2, x == 3", "tbreak main.py:3", "b main.py:4", "disable 3", "ignore 2 1", "commands 1\np x * 100\nend"]);
        await debugging.Change("main.py", "import os\n" + Loop, new LineEdit(1, 0, 1));
        (await debugging.Pdb("c")).Text.Should().Contain("Stopped at breakpoint 2.").And.Contain("main.py:4 in <module>");
        (await debugging.Pdb("p x")).Text.Should().Contain("Pdb command output:\n1");
        var conditional = await debugging.Pdb("c");
        conditional.Text.Should().Contain("Stopped at breakpoint 1.").And.Contain("Pdb command output:\n300");
        debugging.Listener.Breakpoints.Should().Equal(new Breakpoint("main.py", 3, "x == 3"), new Breakpoint("main.py", 5, Enabled: false));
        (await debugging.Pdb("c")).Text.Should().Contain("Reached the end of the program.");
    }

    [Fact]
    public async Task Case_11_and_P13_A_change_made_by_a_shell_is_noticed_and_breakpoints_follow_it()
    {
        await using var debugging = new Debugging(python, _numbers);
        debugging.Write("later.py", "a = 1\nb = 2\n");
        await debugging.Pdb(["b main.py:20", "b main.py:21", "b later.py:2", "n"]);
        debugging.Write("main.py", "import later\n# a comment\n" + _numbers.Replace("print(5)\n", "", StringComparison.Ordinal));
        var observation = await debugging.Pdb("c");
        observation.Text.Should().Contain("Files have changed (main.py), so the program was started anew.").And.Contain("later.py:2 in <module>");
        debugging.Listener.Breakpoints.Select(item => (item.File, item.Line)).Should().Equal(("later.py", 2), ("main.py", 21), ("main.py", 22));
        (await debugging.Pdb("c")).Text.Should().Contain("main.py:21 in <module>").And.Contain("B->");
        (await debugging.Pdb("p 1")).Text.Should().NotContain("started anew");
    }

    [Fact]
    public async Task Case_11_A_program_that_has_not_loaded_a_changed_file_goes_on()
    {
        await using var debugging = new Debugging(python, "x = 1\ny = 2\nimport later\n");
        debugging.Write("later.py", "a = 1\nb = 2\n");
        await debugging.Pdb(["b later.py:2", "n"]);
        debugging.Write("later.py", "a = 1\na = 2\na = 3\nb = 2\n");
        var observation = await debugging.Pdb("p x");
        observation.Text.Should().Contain("Pdb command output:\n1").And.NotContain("started anew");
        await debugging.Change("notes.json", "{}");
        (await debugging.Pdb("n")).Text.Should().Contain("main.py:3").And.Contain("notes.json has changed; the program goes on");
        (await debugging.Pdb("c")).Text.Should().Contain("later.py:4 in <module>");
    }

    [Fact]
    public async Task Case_14_Every_answer_says_where_the_selected_frame_stands()
    {
        await using var debugging = new Debugging(python, "import other\nx = 1\nother.f()\n");
        debugging.Write("other.py", "def f():\n    return 1\n");
        foreach (var (command, file, line) in new[] { ("b other.py:2", "main.py", 1), ("c", "other.py", 2), ("up", "main.py", 3), ("p x", "main.py", 3), ("down", "other.py", 2), ("where", "other.py", 2) })
        {
            var observation = await debugging.Pdb(command);
            (observation.Data!["file"]!.GetValue<string>(), observation.Data["line"]!.GetValue<int>()).Should().Be((file, line), command);
            observation.Text.Should().Contain($"Current frame:\n{file}:{line} in");
        }
    }

    [Theory]
    [InlineData("no_such_interpreter x.py")]
    [InlineData("{0} nothing.py")]
    [InlineData("{0} -m no_such_module")]
    public async Task Case_15_and_P6_A_bad_entry_point_is_told_within_a_second_and_the_next_one_runs(string entryPoint)
    {
        await using var debugging = new Debugging(python, "x = 1\n");
        await debugging.Pdb("p 1");
        var clock = Stopwatch.StartNew();
        var observation = await debugging.Pdb("c", entryPoint.Replace("{0}", python, StringComparison.Ordinal));
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(3), "within a second, on a machine that is not busy");
        observation.Failed.Should().BeTrue();
        (await debugging.Pdb("p 6 * 7", $"{python} main.py")).Text.Should().Contain("42");
    }

    [Fact]
    public async Task Case_18_A_program_reads_the_input_that_it_is_given_and_then_the_end()
    {
        await using var debugging = new Debugging(python, "import sys\nname = input('who? ')\nrest = sys.stdin.read()\nprint(name, repr(rest))\n");
        (await debugging.Pdb("c", input: "Ada\ntwo\nlines é")).Text.Should().Contain("who? Ada 'two\\nlines é'");
        (await debugging.Pdb("c")).Text.Should().Contain("who? Ada", "the input is kept as the entry point is");
        (await debugging.Pdb("c", input: "")).Text.Should().Contain("EOFError").And.Contain("standard input is empty");
    }

    [Fact]
    public async Task Case_19_and_P7_A_syntax_error_is_told_at_once_in_an_imported_file_too()
    {
        await using var debugging = new Debugging(python, "import other\nprint(other.x)\n");
        debugging.Write("other.py", "x = 1\n");
        await debugging.Pdb(["b main.py:2", "c"]);
        await debugging.Change("other.py", "x = = 1\n", new LineEdit(1, 1, 1));
        var clock = Stopwatch.StartNew();
        var observation = await debugging.Pdb("c");
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(3));
        observation.Text.Should().Contain("SyntaxError").And.Contain("other.py").And.Contain("post-mortem").And.NotContain("tessera_driver");
        await debugging.Change("other.py", "x = 7\n", new LineEdit(1, 1, 1));
        (await debugging.Pdb(["c", "p other.x"])).Text.Should().Contain("Pdb command output:\n7");
    }

    [Fact]
    public async Task Case_20_An_exception_that_nobody_catches_is_examined_where_it_was_raised_with_its_cause()
    {
        await using var debugging = new Debugging(python, "def f(d):\n    return d['key']\ntry:\n    f({'other': 1})\nexcept KeyError as error:\n    raise ValueError('wrapped') from error\n");
        (await debugging.Pdb("c")).Text.Should().Contain("ValueError: wrapped").And.Contain("KeyError").And.Contain("main.py:6 in <module>");
        var exceptions = await debugging.Pdb("exceptions");
        exceptions.Text.Should().ContainAny("KeyError('key')", "needs Python 3.13");
        if (!exceptions.Failed) (await debugging.Pdb(["exceptions 0", "p d"])).Text.Should().Contain("{'other': 1}");
    }
}
