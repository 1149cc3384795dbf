using System.Diagnostics;
using System.Globalization;

namespace Tessera.Mcp.Tests.Serving;

public class LongCallSpecs
{
    // Says who it is, and stays for a while.
    private const string Sleeper = "import os, sys, time\nopen('running.txt', 'w').write(str(os.getpid()))\ntime.sleep(float(sys.argv[1]))\nopen('trail.txt', 'a').write('done\\n')\n";

    [Fact]
    public async Task I_see_that_a_call_goes_on_and_nothing_after_its_end()
    {
        using var project = new Project();
        project.Write("sleeper.py", Sleeper);
        await using var served = await Served.StartAsync(project, "--terminal", "local", "--evaluate", "python3 sleeper.py 3.5");
        await served.CallWithProgressAsync("eval");
        var count = served.Progress.Count;

        served.Progress.Select(beat => beat.GetProperty("progress").GetDouble()).Should().BeInAscendingOrder().And.HaveCountGreaterThanOrEqualTo(2);
        served.Progress.First().GetProperty("message").GetString().Should().Be("running, 1 s");
        await Task.Delay(1500);
        served.Progress.Should().HaveCount(count);
    }

    [Fact]
    public async Task I_am_told_of_progress_only_where_I_ask_for_it()
    {
        using var project = new Project();
        project.Write("sleeper.py", Sleeper);
        await using var served = await Served.StartAsync(project, "--terminal", "local", "--evaluate", "python3 sleeper.py 1.5");
        await served.CallAsync("eval");
        served.Progress.Should().BeEmpty();
    }

    [Fact]
    public async Task I_can_cancel_a_call_and_its_program_ends()
    {
        using var project = new Project();
        project.Write("sleeper.py", Sleeper);
        await using var served = await Served.StartAsync(project, "--terminal", "local", "--evaluate", "python3 sleeper.py 100");
        using var cancelling = new CancellationTokenSource();
        var call = served.CallWithProgressAsync("eval", cancelling.Token);
        var process = int.Parse(await project.HasWrittenAsync("running.txt"), CultureInfo.InvariantCulture);
        await cancelling.CancelAsync();

        await call.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        await Results.HasEndedAsync(process);
        var count = served.Progress.Count;
        (await served.CallAsync("view", new { path = "prices.py" })).IsError.Should().NotBe(true, "the session goes on");
        await Task.Delay(1500);
        served.Progress.Should().HaveCount(count, "a cancelled call makes no progress");
    }

    [Fact]
    public async Task I_can_interrupt_a_debugged_program_that_never_ends()
    {
        using var project = new Project();
        project.Write("endless.py", "import time\nopen('running.txt', 'w').write('x')\nwhile True:\n    time.sleep(0.01)\n");
        await using var served = await Served.StartAsync(project, "--terminal", "local", "--entrypoint", "python3 endless.py");
        using var cancelling = new CancellationTokenSource();
        var call = served.CallAsync("pdb", new { command = "c" }, cancelling.Token);
        await project.HasWrittenAsync("running.txt");
        await cancelling.CancelAsync();
        await call.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();

        var started = Stopwatch.GetTimestamp();
        (await served.CallAsync("pdb", new { command = "b endless.py:4" })).Text().Should().Contain("endless.py");
        Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Calls_made_at_once_are_answered_one_after_another()
    {
        using var project = new Project();
        project.Write("turns.py", "import time\nopen('trail.txt', 'a').write('begin\\n')\ntime.sleep(0.3)\nopen('trail.txt', 'a').write('end\\n')\n");
        await using var served = await Served.StartAsync(project, "--terminal", "local", "--evaluate", "python3 turns.py");
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => served.CallAsync("eval")));
        project.Read("trail.txt").Should().Be(string.Concat(Enumerable.Repeat("begin\nend\n", 3)));
    }
}
