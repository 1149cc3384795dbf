namespace Tessera.Debugging.Tests.Terminals;

/// <summary>What a program does to its whole group of processes reaches what it started, and not this process or other programs.</summary>
public sealed class GroupSpecs : IAsyncDisposable
{
    private readonly Shell _shell = new();

    public GroupSpecs()
    {
        Requirements.Linux();
        Requirements.Program("setsid");
    }

    public ValueTask DisposeAsync() => _shell.DisposeAsync();

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("KILL", 137)]
    public async Task A_program_that_ends_its_whole_group_ends_only_what_it_started(string signal, int exitCode)
    {
        await using var beside = await _shell.Terminal.OpenAsync(Shell.Script("sleep 60"), default);

        var result = await _shell.RunAsync($"sh -c 'echo $$ > pid; exec sleep 60' & while [ ! -s pid ]; do sleep 0.01; done; kill -{signal} 0; sleep 60");

        (result.ExitCode, result.TimedOut).Should().Be((exitCode, false));
        await Shell.HasEnded(await _shell.ProcessIn("pid"));
        beside.Completion.IsCompleted.Should().BeFalse("another program is in another group");
    }

    [Fact]
    public async Task So_does_one_that_is_talked_to()
    {
        await using var session = await _shell.Terminal.OpenAsync(Shell.Script("sleep 60 & echo $! > pid; read line; kill 0; sleep 60"), default);
        var child = await _shell.ProcessIn("pid");

        await session.WriteInputAsync("go\n", default);

        (await session.Completion.WaitAsync(TimeSpan.FromSeconds(20))).ExitCode.Should().Be(143);
        await Shell.HasEnded(child);
    }

    [Fact]
    public async Task What_the_system_would_not_start_is_refused_as_before()
    {
        await File.WriteAllTextAsync(_shell.At("lost"), "#!/nowhere/interpreter\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_shell.At("lost"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (await FluentActions.Awaiting(() => _shell.Terminal.RunAsync(new() { Program = "./lost" }, default)).Should().ThrowAsync<Sdk.Terminals.TerminalException>())
            .Which.Message.Should().Contain("TESS4112");
    }
}
