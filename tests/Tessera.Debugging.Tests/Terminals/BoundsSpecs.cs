using System.Diagnostics;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Tests.Terminals;

/// <summary>A program's time and output have bounds, and they hold for whatever it starts.</summary>
public sealed class BoundsSpecs : IAsyncDisposable
{
    private readonly Shell _shell = new();

    public BoundsSpecs() => Requirements.Linux();

    public ValueTask DisposeAsync() => _shell.DisposeAsync();

    [Fact]
    public async Task Output_beyond_the_bound_is_left_out_in_the_middle_and_said()
    {
        var result = await _shell.Terminal.RunAsync(Shell.Script("echo first; head -c 5000000 /dev/zero | tr '\\0' x; echo; echo last") with { OutputLimit = 1000 }, default);
        result.Output.Should().StartWith("first\nxxx").And.EndWith("xxx\nlast\n").And.Contain("characters left out");
        result.Output.Length.Should().BeLessThan(1100);
        result.OutputTruncated.Should().BeTrue();
        result.Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_program_that_takes_too_long_is_ended_with_what_it_wrote()
    {
        var clock = Stopwatch.StartNew();
        var result = await _shell.Terminal.RunAsync(Shell.Script("echo begun; sleep 60; echo never") with { Timeout = TimeSpan.FromSeconds(1) }, default);
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(4));
        result.TimedOut.Should().BeTrue();
        result.Succeeded.Should().BeFalse();
        result.Output.Should().Be("begun\n");
    }

    [Theory]
    [InlineData("sh -c 'echo $$ > pid; exec sleep 60' & wait")]
    [InlineData("setsid sh -c 'echo $$ > pid; exec sleep 60' & sleep 60")]
    [InlineData("(setsid sh -c 'echo $$ > pid; trap \"\" TERM HUP INT; while :; do sleep 1; done' > /dev/null 2>&1 &); sleep 60")]
    public async Task A_time_bound_ends_the_whole_tree(string script)
    {
        Requirements.Program("setsid");
        var result = await _shell.Terminal.RunAsync(Shell.Script(script) with { Timeout = TimeSpan.FromSeconds(1) }, default);
        result.TimedOut.Should().BeTrue();
        await Shell.HasEnded(await _shell.ProcessIn("pid"));
    }

    [Fact]
    public async Task What_a_program_leaves_running_ends_with_it()
    {
        Requirements.Program("setsid");
        var clock = Stopwatch.StartNew();
        var result = await _shell.RunAsync("(setsid sh -c 'echo $$ > pid; exec sleep 60' &); while [ ! -s pid ]; do sleep 0.01; done; echo done");
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(8));
        result.Output.Should().Be("done\n");
        result.TimedOut.Should().BeFalse();
        await Shell.HasEnded(await _shell.ProcessIn("pid"));
    }

    [Fact]
    public async Task Cancelling_ends_the_whole_tree()
    {
        using var cancel = new CancellationTokenSource();
        var running = _shell.Terminal.RunAsync(Shell.Script("sh -c 'echo $$ > pid; exec sleep 60' & wait"), cancel.Token);
        var process = await _shell.ProcessIn("pid");
        await cancel.CancelAsync();
        await FluentActions.Awaiting(() => running).Should().ThrowAsync<OperationCanceledException>();
        await Shell.HasEnded(process);
    }

    [Fact]
    public async Task Descendants_that_have_forgotten_their_variables_end_with_the_session()
    {
        await File.WriteAllTextAsync(_shell.At("inner.sh"), "echo $$ > inner\nexec /bin/sleep 60\n");
        await File.WriteAllTextAsync(_shell.At("outer.sh"), "/bin/sh inner.sh &\necho $$ > outer\nwait\n");
        var session = await _shell.Terminal.OpenAsync(Shell.Script("env -i /bin/sh outer.sh & wait"), default);
        int[] processes = [await _shell.ProcessIn("outer"), await _shell.ProcessIn("inner")];

        await session.DisposeAsync();

        foreach (var process in processes) await Shell.HasEnded(process);
    }

    [Fact]
    public async Task Closing_the_terminal_ends_what_still_runs()
    {
        await using var session = await _shell.Terminal.OpenAsync(Shell.Script("echo $$ > pid; exec sleep 60"), default);
        var process = await _shell.ProcessIn("pid");
        await _shell.Terminal.DisposeAsync();
        await Shell.HasEnded(process);
        await FluentActions.Awaiting(() => _shell.RunAsync("true")).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_negative_bound_is_no_bound() =>
        await FluentActions.Awaiting(() => _shell.Terminal.RunAsync(new TerminalCommand { Program = "true", OutputLimit = -1 }, default)).Should().ThrowAsync<ArgumentOutOfRangeException>();
}
