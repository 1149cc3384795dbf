using System.Text;
using Tessera.Debugging.Terminals.Sandbox;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Tests.Terminals.Sandbox;

/// <summary>Programs in a sandbox are found, talked to and interrupted as everywhere.</summary>
public sealed class RunningSpecs
{
    [Fact]
    public async Task Exit_codes_and_signals_come_through()
    {
        await using var confined = await Confined.NewAsync();
        (await confined.RunAsync("exit 3")).ExitCode.Should().Be(3);
        (await confined.RunAsync("kill -9 $$")).ExitCode.Should().Be(137);
        (await confined.Terminal.RunAsync(new TerminalCommand { Program = "cat", StandardInput = "é one\ntwo" }, default)).Output.Should().Be("é one\ntwo");
        (await confined.Terminal.RunAsync(new TerminalCommand { Program = "cat" }, default)).Output.Should().BeEmpty("input ends at once");
    }

    [Fact]
    public async Task A_program_is_found_where_it_is_seen_and_missed_with_what_to_do()
    {
        using var elsewhere = new TemporaryFolder();
        var tool = elsewhere.Write("bin/tool", "#!/bin/sh\necho tool\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var confined = await Confined.NewAsync();
        (await Failure(confined, "no-such-program")).Should().Contain("TESS4110").And.Contain("no-such-program");
        (await Failure(confined, tool)).Should().Contain("TESS4117").And.Contain("readOnlyPaths");
        confined.Write("data.txt", "data");
        (await Failure(confined, "./data.txt")).Should().Contain("TESS4112");
        (await FluentActions.Awaiting(() => confined.Terminal.RunAsync(new TerminalCommand { Program = "true", WorkingFolder = elsewhere.Root }, default)).Should().ThrowAsync<TerminalException>()).Which.Message.Should().Contain("TESS4117");
        await using var seeing = await Confined.NewAsync(new SandboxOptions { ReadOnlyPaths = [elsewhere.Root] });
        (await seeing.Terminal.RunAsync(new TerminalCommand { Program = tool }, default)).Output.Should().Be("tool\n");
        (await seeing.RunAsync($"touch {elsewhere.At("x")} || echo refused")).Output.Should().EndWith("refused\n");
    }

    [Fact]
    public async Task The_python_of_this_machine_runs_inside_without_its_home_being_seen()
    {
        Requirements.Python();
        await using var confined = await Confined.NewAsync();
        var result = await confined.RunAsync("python3 -c 'import sys, json, ssl, ctypes; print(sys.version_info >= (3, 9))'; ls -A ~root /home 2>&1 | grep -E 'bash|ssh|profile'");
        result.Output.Should().Be("True\n");
    }

    [Fact]
    public async Task A_session_is_talked_to_through_its_socket()
    {
        Requirements.Python();
        await using var confined = await Confined.NewAsync();
        const string Echo = "import os, socket; s = socket.socket(socket.AF_UNIX); s.connect(os.environ['TESSERA_CHANNEL'][5:]); s.sendall(s.recv(100).upper())";
        await using var session = await confined.Terminal.OpenAsync(new TerminalCommand { Program = "python3", Arguments = ["-c", Echo], WithChannel = true }, default);
        await session.Channel!.WriteAsync("hello"u8.ToArray());
        var buffer = new byte[5];
        await session.Channel.ReadExactlyAsync(buffer);
        Encoding.ASCII.GetString(buffer).Should().Be("HELLO");
        (await session.Completion).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_session_is_talked_to_through_its_pipe()
    {
        await using var confined = await Confined.NewAsync();
        var session = await confined.Terminal.OpenAsync(Confined.Script("exec 4> \"${TESSERA_CHANNEL#pipe:}\"; read line; echo \"got $line\" >&4; touch ${TESSERA_CHANNEL#pipe:}x") with { WithPipe = true }, default);
        await session.WriteInputAsync("one\n", default);
        using (var reader = new StreamReader(session.Channel!, leaveOpen: true)) (await reader.ReadToEndAsync()).Should().Be("got one\n", "the pipe ends with the program");
        (await session.Completion).Output.Should().Contain("Read-only", "the pipe's folder is not the program's");
        await session.DisposeAsync();
    }

    [Fact]
    public async Task A_session_is_interrupted_and_says_when_it_waits_for_input()
    {
        await using var confined = await Confined.NewAsync();
        await using var session = await confined.Terminal.OpenAsync(Confined.Script("trap 'echo interrupted; exit 5' INT; echo ready; while :; do sleep 0.05; done"), default);
        await TakeUntil(session, "ready\n");
        session.Interrupt();
        (await session.Completion.WaitAsync(TimeSpan.FromSeconds(10))).ExitCode.Should().Be(5);

        await using var waiting = await confined.Terminal.OpenAsync(Confined.Script("echo ready; read line"), default);
        await TakeUntil(waiting, "ready\n");
        for (var i = 0; i < 500 && waiting.IsWaitingForInput != true; i++) await Task.Delay(10);
        waiting.IsWaitingForInput.Should().BeTrue();
    }

    [Fact]
    public async Task Closing_the_terminal_ends_what_still_runs()
    {
        await using var confined = await Confined.NewAsync();
        var session = await confined.Terminal.OpenAsync(Confined.Script("setsid sleep 7654.25 & sleep 7654.25"), default);
        for (var i = 0; i < 500 && Confined.Count("7654.25") < 2; i++) await Task.Delay(10);
        await confined.Terminal.DisposeAsync();
        await session.Completion.WaitAsync(TimeSpan.FromSeconds(5));
        await Confined.NoneLeft("7654.25");
        await FluentActions.Awaiting(() => confined.RunAsync("true")).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Many_sandboxes_run_side_by_side()
    {
        await using var confined = await Confined.NewAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => confined.RunAsync($"echo {i} > {i}.txt; cat {i}.txt")));
        results.Select(result => result.Output).Should().Equal(Enumerable.Range(0, 12).Select(i => $"{i}\n"));
    }

    private static async Task<string> Failure(Confined confined, string program) =>
        (await FluentActions.Awaiting(() => confined.Terminal.RunAsync(new TerminalCommand { Program = program }, default)).Should().ThrowAsync<TerminalException>()).Which.Message;

    private static async Task TakeUntil(ITerminalSession session, string end)
    {
        var text = session.TakeOutput();
        for (var i = 0; i < 1000 && !text.EndsWith(end, StringComparison.Ordinal); i++)
        {
            await Task.Delay(10);
            text += session.TakeOutput();
        }
    }
}
