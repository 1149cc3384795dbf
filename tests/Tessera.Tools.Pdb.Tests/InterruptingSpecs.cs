using System.Diagnostics;

namespace Tessera.Tools.Pdb.Tests;

/// <summary>Nothing that a program or a command does holds an agent for longer than the time bound.</summary>
public abstract class InterruptingSpecs(string python)
{
    public sealed class OnPython3() : InterruptingSpecs(Python.Usual);

    public sealed class OnMonitoringPython() : InterruptingSpecs(Python.Monitoring);

    private static readonly PdbOptions _oneSecond = new() { TimeoutSeconds = 1 };

    [Theory]
    [InlineData("n = 0\nwhile True:\n    n += 1\n")]
    [InlineData("import time\nn = 5\ntime.sleep(600)\n")]
    [InlineData("n = 0\ndef spin():\n    global n\n    while True:\n        n += 1\nspin()\n")]
    public async Task An_endless_program_is_interrupted_where_it_stands(string program)
    {
        await using var debugging = new Debugging(python, program, _oneSecond);
        var clock = Stopwatch.StartNew();
        var observation = await debugging.Pdb("c");
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(4));
        observation.Failed.Should().BeTrue();
        observation.Text.Should().Contain("timed out after 1 seconds").And.Contain("interrupted").And.Contain("main.py:");
        observation.Data!["timedOut"]!.GetValue<bool>().Should().BeTrue();
        (await debugging.Pdb("p n > 0")).Text.Should().Contain("Pdb command output:\nTrue", "the session is kept");
    }

    [Fact]
    public async Task The_interrupted_program_goes_on_from_there()
    {
        await using var debugging = new Debugging(python, "import os\nwhile not os.path.exists('go'):\n    pass\nprint('gone on')\nx = 1\n", _oneSecond);
        await debugging.Pdb(["b main.py:5", "c"]);
        debugging.Write("go", "");
        var observation = await debugging.Pdb("c");
        observation.Text.Should().Contain("gone on").And.Contain("Stopped at breakpoint 1.");
        observation.Failed.Should().BeFalse();
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_interrupted_and_the_program_stands_where_it_stood()
    {
        await using var debugging = new Debugging(python, "x = 1\ny = 2\nz = 3\n", _oneSecond);
        await debugging.Pdb(["b main.py:2", "c"]);
        var observation = await debugging.Pdb("p [i for i in iter(int, 1)]");
        observation.Failed.Should().BeTrue();
        observation.Text.Should().Contain("timed out").And.Contain("KeyboardInterrupt").And.Contain("stands where it stood");
        (await debugging.Pdb("n")).Text.Should().Contain("main.py:3 in <module>");
    }

    [Fact]
    public async Task A_condition_that_does_not_end_is_interrupted()
    {
        await using var debugging = new Debugging(python, "x = 1\ny = 2\nz = 3\n", _oneSecond);
        var clock = Stopwatch.StartNew();
        await debugging.Pdb("b main.py:2, sum(iter(int, 1)) > 0");
        await debugging.Pdb("c");
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(9));
        (await debugging.Pdb("p 6 * 7")).Text.Should().Contain("42");
    }

    [Fact]
    public async Task What_does_not_react_is_ended_and_breakpoints_are_kept()
    {
        await using var debugging = new Debugging(python, "import signal\nx = 1\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])\nwhile True:\n    pass\n", _oneSecond);
        await debugging.Pdb(["b main.py:2", "c"]);
        var observation = await debugging.Pdb("c");
        observation.Failed.Should().BeTrue();
        observation.Text.Should().Contain("did not react").And.Contain("ended");
        (await debugging.Pdb("c")).Text.Should().Contain("Stopped at breakpoint 1.");
    }

    [Fact]
    public async Task A_program_that_asks_for_input_reads_the_end_of_file()
    {
        await using var debugging = new Debugging(python, "name = input('who? ')\n", _oneSecond);
        var clock = Stopwatch.StartNew();
        var observation = await debugging.Pdb("c");
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(4));
        observation.Text.Should().Contain("who? ").And.Contain("EOFError").And.Contain("standard input is empty");
    }
}
