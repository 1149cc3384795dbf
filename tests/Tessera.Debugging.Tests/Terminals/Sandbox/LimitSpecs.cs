using System.Diagnostics;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Terminals.Sandbox;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Tests.Terminals.Sandbox;

/// <summary>A sandbox's limits hold for whatever a program starts, and nothing outlives it.</summary>
public sealed class LimitSpecs
{
    [Theory]
    [InlineData("setsid sleep {0} & sleep 60")]
    [InlineData("(setsid bash -c 'trap \"\" TERM HUP INT; while :; do sleep {0}; done' > /dev/null 2>&1 &); sleep 60")]
    [InlineData("(env -i setsid bash -c 'exec sleep {0}' > /dev/null 2>&1 &) ; sleep 60")]
    public async Task A_time_bound_ends_daemons_too(string script)
    {
        var mark = Mark();
        await using var confined = await Confined.NewAsync();
        var result = await confined.Terminal.RunAsync(Confined.Script(script.Replace("{0}", mark, StringComparison.Ordinal)) with { Timeout = TimeSpan.FromSeconds(1) }, default);
        (result.TimedOut, result.Elapsed < TimeSpan.FromSeconds(4)).Should().Be((true, true));
        await Confined.NoneLeft(mark);
    }

    [Fact]
    public async Task A_daemon_ends_with_the_program_that_left_it()
    {
        var mark = Mark();
        await using var confined = await Confined.NewAsync();
        var result = await confined.RunAsync($"(env -i setsid bash -c 'trap \"\" TERM HUP INT; sleep {mark}; sleep {mark}' &) > /dev/null 2>&1; sleep 0.2; echo done");
        (result.Output, result.TimedOut).Should().Be(("done\n", false));
        await Confined.NoneLeft(mark);
    }

    [Fact]
    public async Task A_fork_bomb_stays_within_its_limit_and_leaves_nothing()
    {
        var mark = Mark();
        await using var confined = await Confined.NewAsync(new SandboxOptions { Processes = 40 });
        var clock = Stopwatch.StartNew();
        var result = await confined.Terminal.RunAsync(Confined.Script($": {mark}; bomb() {{ bomb | bomb & }}; bomb; sleep {mark}") with { Timeout = TimeSpan.FromSeconds(3), OutputLimit = 5000 }, default);
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
        result.Output.Should().Contain("Resource temporarily unavailable").And.Contain("limit of 40 processes");
        await Confined.NoneLeft(mark);
    }

    [Fact]
    public async Task Memory_beyond_the_limit_ends_the_program_and_is_said()
    {
        await using var confined = await Confined.NewAsync(new SandboxOptions { MemoryMegabytes = 64 });
        var result = await confined.RunAsync("python3 -c 'x = bytearray(200 * 1024 * 1024); print(len(x))'; echo status $?");
        result.Output.Should().NotContain("209715200").And.Contain("limit of 64 MB of memory was reached");
        (await confined.RunAsync("python3 -c 'print(len(bytearray(10 * 1024 * 1024)))'")).Output.Should().Be("10485760\n");
    }

    [Fact]
    public async Task Without_control_groups_each_process_is_limited()
    {
        await Requirements.SandboxAsync();
        var options = new SandboxOptions { MemoryMegabytes = 64, Processes = null, FileMegabytes = 1 };
        var launch = SandboxLaunch.Arguments(new ControlGroup(), options, ["python3", "-c", "try:\n  bytearray(200 * 1024 * 1024)\n  print('all')\nexcept MemoryError:\n  print('refused')"]);
        await using var shell = new Shell();
        (await shell.Terminal.RunAsync(new TerminalCommand { Program = SandboxLaunch.Program, Arguments = launch }, default)).Output.Should().Be("refused\n");
    }

    [Fact]
    public async Task A_file_does_not_grow_beyond_the_limit()
    {
        await using var confined = await Confined.NewAsync(new SandboxOptions { FileMegabytes = 1, TemporaryMegabytes = 2 });
        await confined.RunAsync("head -c 5000000 /dev/zero > big; for i in 1 2 3 4; do head -c 900000 /dev/zero > /tmp/$i; done; du -b /tmp/4");
        new FileInfo(confined.At("big")).Length.Should().Be(1048576);
        (await confined.RunAsync("for i in 1 2 3 4; do head -c 900000 /dev/zero > /tmp/$i; done")).Output.Should().Contain("No space left");
    }

    [Fact]
    public async Task A_flood_of_output_is_bounded()
    {
        await using var confined = await Confined.NewAsync();
        var result = await confined.Terminal.RunAsync(Confined.Script("head -c 100000000 /dev/zero | tr '\\0' x; echo; echo last") with { OutputLimit = 2000 }, default);
        result.Output.Length.Should().BeLessThan(2200);
        result.Output.Should().EndWith("last\n").And.Contain("characters left out");
    }

    [Fact]
    public async Task A_sandbox_outlives_the_thread_that_started_it()
    {
        await using var confined = await Confined.NewAsync();
        Task<TerminalResult>? running = null;
        var thread = new Thread(() => running = confined.RunAsync("sleep 1.5; echo alive"));
        thread.Start();
        thread.Join();
        (await running!).Output.Should().Be("alive\n");
    }

    [Fact]
    public async Task Groups_are_removed_at_the_latest_with_the_terminal()
    {
        await using (var confined = await Confined.NewAsync())
        {
            await confined.RunAsync("true");
            await using (await confined.Terminal.OpenAsync(Confined.Script("sleep 60"), default))
            {
            }
        }

        foreach (var parent in ControlGroups.Parents.Where(Directory.Exists)) Directory.GetDirectories(parent, $"tessera-{Afterlife.Mark}-*").Should().BeEmpty();
    }

    // Seconds that nobody else sleeps: they make a process known by its command line.
    private static string Mark() => (100_000 + Random.Shared.NextDouble()).ToString("F9", System.Globalization.CultureInfo.InvariantCulture);
}
