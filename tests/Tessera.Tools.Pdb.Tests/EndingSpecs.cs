using System.Diagnostics;

namespace Tessera.Tools.Pdb.Tests;

/// <summary>However a program ends, the agent learns of it at once and goes on.</summary>
public abstract class EndingSpecs(string python)
{
    public sealed class OnPython3() : EndingSpecs(Python.Usual);

    public sealed class OnMonitoringPython() : EndingSpecs(Python.Monitoring);

    [Fact]
    public async Task An_uncaught_exception_is_examined_where_it_was_raised()
    {
        await using var debugging = new Debugging(python, "def divide(a, b):\n    quotient = a / b\n    return quotient\n\ndivide(7, 0)\n");
        var observation = await debugging.Pdb("c");
        observation.Failed.Should().BeFalse("that is what a debugger is for");
        observation.Text.Should().Contain("ZeroDivisionError: division by zero").And.Contain("post-mortem").And.Contain("main.py:2 in divide");
        observation.Data!["reason"]!.GetValue<string>().Should().Be("post-mortem");
        (await debugging.Pdb("p a, b")).Text.Should().Contain("(7, 0)");
        (await debugging.Pdb("up")).Text.Should().Contain("main.py:5 in <module>");
        var end = await debugging.Pdb("c");
        end.Text.Should().Contain("exit code 1").And.Contain("Traceback");
        end.Text.Should().NotContain("bdb.py").And.NotContain("tessera_driver");
    }

    [Theory]
    [InlineData("import sys\nsys.exit(3)\n", 3)]
    [InlineData("import sys\nsys.exit('wrong')\n", 1)]
    [InlineData("raise SystemExit\n", 0)]
    public async Task An_exit_has_its_code(string program, int exitCode)
    {
        await using var debugging = new Debugging(python, program);
        var observation = await debugging.Pdb("c");
        observation.Text.Should().Contain("Reached the end of the program.");
        observation.Data!["exitCode"]!.GetValue<int>().Should().Be(exitCode);
        (await debugging.Pdb("p 1")).Failed.Should().BeFalse();
    }

    [Theory]
    [InlineData("import os\nprint('last words', flush=True)\nos._exit(3)\n", 3)]
    [InlineData("import os, signal\nprint('last words', flush=True)\nos.kill(os.getpid(), signal.SIGKILL)\n", 137)]
    [InlineData("import ctypes\nprint('last words', flush=True)\nctypes.string_at(0)\n", 139)]
    public async Task A_crash_is_reported_at_once_and_breakpoints_are_kept(string program, int exitCode)
    {
        await using var debugging = new Debugging(python, program);
        await debugging.Pdb(["b main.py:2", "c"]);
        var clock = Stopwatch.StartNew();
        var observation = await debugging.Pdb("c");
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(3));
        observation.Text.Should().Contain("last words").And.Contain("ended without the debugger").And.Contain($"exit code {exitCode}");
        observation.Data!["exitCode"]!.GetValue<int>().Should().Be(exitCode);
        (await debugging.Pdb("c")).Text.Should().Contain("Stopped at breakpoint 1.");
    }

    [Fact]
    public async Task Quitting_ends_the_program_and_keeps_breakpoints()
    {
        await using var debugging = new Debugging(python, "x = 1\ny = 2\n");
        await debugging.Pdb("b main.py:2");
        (await debugging.Pdb("q")).Text.Should().Contain("ended");
        (await debugging.Pdb("b")).Text.Should().Contain("line 2 in main.py");
        (await debugging.Pdb("c")).Text.Should().Contain("Stopped at breakpoint 1.");
    }

    [Fact]
    public async Task A_syntax_error_is_told_with_its_place_and_a_correction_is_tried_at_once()
    {
        await using var debugging = new Debugging(python, "x = 1\ny = 2\n");
        await debugging.Pdb("b main.py:2");
        await debugging.Change("main.py", "x = (1\ny = 2\n", new Tessera.Sdk.Tools.LineEdit(1, 1, 1));
        var broken = await debugging.Pdb("c");
        broken.Failed.Should().BeTrue();
        broken.Text.Should().Contain("TESS4202").And.Contain("SyntaxError").And.Contain("main.py").And.MatchRegex("line [12]");
        debugging.Listener.Breakpoints.Should().ContainSingle("a program that does not start takes nothing with it");
        await debugging.Change("main.py", "x = 1\ny = 2\n", new Tessera.Sdk.Tools.LineEdit(1, 1, 1));
        (await debugging.Pdb("c")).Text.Should().Contain("Stopped at breakpoint 1.");
    }

    [Fact]
    public async Task What_keeps_a_program_from_ending_is_said()
    {
        await using var debugging = new Debugging(python, 
            "import threading, time\ndef wait():\n    time.sleep(600)\nthreading.Thread(target=wait, name='sleeper').start()\nprint('main is done')\n", new PdbOptions { TimeoutSeconds = 1 });
        var clock = Stopwatch.StartNew();
        var observation = await debugging.Pdb("c");
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(4));
        observation.Text.Should().Contain("main is done").And.Contain("timed out").And.Contain("main part has ended").And.Contain("Thread sleeper is at main.py:3 in wait");
        (await debugging.Pdb("p 1")).Failed.Should().BeFalse();
        (await debugging.Pdb("q")).Text.Should().Contain("ended");
    }
}
