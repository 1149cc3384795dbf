using System.Diagnostics;
using Tessera.Sdk.Tools;

namespace Tessera.Tools.Pdb.Tests;

/// <summary>Defects that debuggers for agents were found to have, by their numbers: none of them is here.</summary>
public abstract class DefectSpecs(string python)
{
    public sealed class OnPython3() : DefectSpecs(Python.Usual);

    public sealed class OnMonitoringPython() : DefectSpecs(Python.Monitoring);

    private static readonly string _numbers = string.Concat(Enumerable.Range(1, 40).Select(i => $"print({i})\n"));

    [Fact]
    public async Task P1_An_edit_that_keeps_the_number_of_lines_keeps_breakpoints_below()
    {
        await using var debugging = new Debugging(python, _numbers);
        await debugging.Pdb("b main.py:20");
        await debugging.Change("main.py", _numbers.Replace("print(3)\n", "print(33)\n", StringComparison.Ordinal), new LineEdit(3, 1, 1));
        (await debugging.Pdb("c")).Text.Should().Contain("main.py:20 in <module>");
    }

    [Fact]
    public async Task P2_Neighbouring_breakpoints_all_survive_an_edit_above()
    {
        await using var debugging = new Debugging(python, _numbers);
        await debugging.Pdb(["b main.py:20", "b main.py:21"]);
        await debugging.Change("main.py", "print(0)\n" + _numbers, new LineEdit(1, 0, 1));
        (await debugging.Pdb("c")).Text.Should().Contain("main.py:21 in <module>");
        (await debugging.Pdb("c")).Text.Should().Contain("main.py:22 in <module>");
    }

    [Fact]
    public async Task P3_Conditions_temporary_ones_ignore_counts_and_commands_survive_an_edit()
    {
        await using var debugging = new Debugging(python, "for x in range(9):\n    y = x\n    z = x\n");
        await debugging.Pdb(["b main.py:2, x == 3", "tbreak main.py:3", "ignore 2 5", "commands 1\np 'at', x\nend"]);
        await debugging.Change("main.py", "import os\nfor x in range(9):\n    y = x\n    z = x\n", new LineEdit(1, 0, 1));
        (await debugging.Pdb("c")).Text.Should().Contain("Stopped at breakpoint 1.").And.Contain("('at', 3)");
        (await debugging.Pdb("c")).Text.Should().Contain("Stopped at breakpoint 2.");
        (await debugging.Pdb("p x")).Text.Should().Contain("Pdb command output:\n5");
        (await debugging.Pdb("c")).Text.Should().Contain("Reached the end of the program.");
    }

    [Theory]
    [InlineData("q", "x = 1\n")]
    [InlineData("c", "import os\nos._exit(3)\n")]
    [InlineData("c", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")]
    [InlineData("!import os; os._exit(4)", "x = 1\n")]
    public async Task P4_and_case_17_Whatever_ends_the_program_is_answered_at_once_and_costs_no_breakpoint(string command, string program)
    {
        await using var debugging = new Debugging(python, program);
        await debugging.Pdb("b main.py:1");
        var clock = Stopwatch.StartNew();
        var observation = await debugging.Pdb(command);
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2), "within a second, on a machine that is not busy");
        observation.Text.Should().Contain("ended").And.Contain("next command starts");
        (await debugging.Pdb("p 6 * 7")).Text.Should().Contain("42");
        (await debugging.Pdb("b")).Text.Should().Contain("line 1 in main.py");
    }

    [Theory]
    [InlineData("n = 0\nwhile True:\n    n += 1\n", "c")]
    [InlineData("n = 1\nm = 2\n", "while True: pass")]
    public async Task P5_and_case_16_A_timeout_keeps_the_session_its_variables_and_breakpoints(string program, string command)
    {
        await using var debugging = new Debugging(python, program, new PdbOptions { TimeoutSeconds = 1 });
        await debugging.Pdb(["tbreak main.py:2", "c", "b main.py:1"]);
        var clock = Stopwatch.StartNew();
        (await debugging.Pdb(command)).Text.Should().Contain("timed out after 1 seconds").And.Contain("kept").And.NotContain("did not react");
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(3));
        (await debugging.Pdb("p n >= 0")).Text.Should().Contain("True");
        debugging.Listener.Breakpoints.Should().Equal(new Breakpoint("main.py", 1));
    }

    [Fact]
    public async Task P5_What_would_open_a_prompt_says_what_to_do_instead()
    {
        await using var debugging = new Debugging(python, "x = 1\ny = 2\n");
        await debugging.Pdb("b main.py:2");
        (await debugging.Pdb("interact")).Text.Should().Contain("Give Python statements as commands");
        (await debugging.Pdb("debug len('x')")).Text.Should().Contain("set a breakpoint in the function");
        (await debugging.Pdb("commands 1")).Text.Should().Contain("Give the commands below");
        (await debugging.Pdb("commands 1\np x\np x + 1\nc\nend")).Failed.Should().BeFalse();
        (await debugging.Pdb("c")).Text.Should().Contain("Pdb command output:\n1\n2").And.Contain("Reached the end of the program.");
    }

    [Fact]
    public async Task P8_Text_that_looks_like_a_prompt_is_only_text()
    {
        await using var debugging = new Debugging(python, "print('say (Pdb) now', end='', flush=True)\nx = '(Pdb) '\n");
        (await debugging.Pdb("n")).Data!["programOutput"]!.GetValue<string>().Should().Be("say (Pdb) now");
        (await debugging.Pdb("l")).Text.Should().Contain("print('say (Pdb) now'");
        (await debugging.Pdb(["n", "p x"])).Text.Should().Contain("'(Pdb) '");
    }

    [Fact]
    public async Task P9_and_case_13_Semicolons_and_lines_within_a_statement_are_its_own()
    {
        await using var debugging = new Debugging(python, "x = 1\n");
        await debugging.Pdb("!s = 'a;b'");
        (await debugging.Pdb("p s")).Text.Should().Contain("'a;b'");
        await debugging.Pdb("for i in range(3):\n    s += ';'");
        (await debugging.Pdb("s == 'a;b;;;'")).Text.Should().Contain("True");
        (await debugging.Pdb("b 1; b 2")).Failed.Should().BeTrue();
        (await debugging.Pdb("p 1;; p 2")).Text.Should().Contain("More than one command was given; nothing was run.");
    }

    [Fact]
    public async Task P9_A_variable_may_be_called_like_a_command()
    {
        await using var debugging = new Debugging(python, "c = n = 1\nx = 2\n");
        await debugging.Pdb(["n", "c = 5", "n=6", "s = [7]", "s[0] += 1", "list = 3"]);
        (await debugging.Pdb("p c, n, s, list")).Text.Should().Contain("(5, 6, [8], 3)").And.Contain("main.py:2 in <module>");
    }

    [Fact]
    public async Task P10_No_letter_is_torn()
    {
        await using var debugging = new Debugging(python, "print('é' * 3000)\n");
        (await debugging.Pdb("p 'é' * 3000")).Text.Should().Contain(new string('é', 3000));
        (await debugging.Pdb("n")).Data!["programOutput"]!.GetValue<string>().Should().Be(new string('é', 3000) + "\n");
    }

    [Fact]
    public async Task P11_Four_megabytes_are_bounded_and_quick()
    {
        await using var debugging = new Debugging(python, "x = 1\n");
        await debugging.Pdb("p 1");
        var clock = Stopwatch.StartNew();
        var observation = await debugging.Pdb("p 'x' * 4_000_000");
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
        observation.Text.Length.Should().BeInRange(10_000, 25_000);
        observation.Text.Should().Contain("characters left out");
    }

    [Fact]
    public async Task P14_What_was_said_before_and_the_answer_stand_apart()
    {
        await using var debugging = new Debugging(python, "x = 1\n");
        await debugging.Pdb("q");
        (await debugging.Pdb("p x_ if 0 else 3")).Text.Should().StartWith($"Debugging `{python} main.py`.\n\nPdb command output:\n3\n\n");
    }

    [Fact]
    public async Task P15_Restarts_leave_nothing_running()
    {
        await using var debugging = new Debugging(python, "import os\nopen(f'pid-{os.getpid()}', 'w')\nx = 1\n");
        for (var i = 0; i < 4; i++) await debugging.Pdb(["restart", "n", "n"]);
        var processes = Directory.GetFiles(debugging.At("."), "pid-*").Select(file => int.Parse(file.Split('-')[^1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        processes.Should().HaveCount(4);
        processes.Count(IsRunning).Should().Be(1, "only the last one is still needed");
        await debugging.Pdb("q");
        processes.Count(IsRunning).Should().Be(0);

        static bool IsRunning(int process)
        {
            try
            {
                using var found = Process.GetProcessById(process);
                return !found.HasExited;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }
}
