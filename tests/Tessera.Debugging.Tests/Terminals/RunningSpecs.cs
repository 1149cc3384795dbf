using Tessera.Debugging.Terminals;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Tests.Terminals;

/// <summary>How programs are run, and what is said when they cannot be.</summary>
public sealed class RunningSpecs : IAsyncDisposable
{
    private readonly Shell _shell = new();

    public RunningSpecs() => Requirements.Linux();

    public ValueTask DisposeAsync() => _shell.DisposeAsync();

    [Fact]
    public async Task Output_and_errors_come_in_one_text_with_the_exit_code()
    {
        var result = await _shell.RunAsync("echo out; echo err >&2; exit 3");
        (result.ExitCode, result.Succeeded).Should().Be((3, false));
        result.Output.Should().Contain("out\n").And.Contain("err\n");
    }

    [Fact]
    public async Task A_signal_shows_in_the_exit_code() => (await _shell.RunAsync("kill -9 $$")).ExitCode.Should().Be(137);

    [Fact]
    public async Task Input_is_given_whole_and_is_otherwise_empty()
    {
        (await _shell.RunAsync("cat; echo end")).Output.Should().Be("end\n");
        (await _shell.Terminal.RunAsync(Shell.Script("cat") with { StandardInput = "é one\ntwo" }, default)).Output.Should().Be("é one\ntwo");
    }

    [Fact]
    public async Task Arguments_never_pass_a_shell()
    {
        var result = await _shell.Terminal.RunAsync(new TerminalCommand { Program = "printf", Arguments = ["%s|", "$(echo bad)", "a b", "'q'", ";", "*"] }, default);
        result.Output.Should().Be("$(echo bad)|a b|'q'|;|*|");
    }

    [Fact]
    public async Task Secrets_of_this_process_are_not_inherited()
    {
        Environment.SetEnvironmentVariable("TESSERA_TEST_SECRET", "open sesame");
        var result = await _shell.Terminal.RunAsync(Shell.Script("env") with { Environment = new Dictionary<string, string?> { ["GIVEN"] = "yes", ["TERM"] = null } }, default);
        result.Output.Should().NotContain("open sesame").And.Contain("GIVEN=yes").And.Contain("PATH=").And.NotContain("TERM=");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_replaced_and_letters_are_never_torn()
    {
        var result = await _shell.Terminal.RunAsync(Shell.Script("printf 'a\\377b'; i=0; while [ $i -lt 20000 ]; do printf é; i=$((i+1)); done"), default);
        result.Output.Should().Be("a\uFFFDb" + new string('é', 20000));
    }

    [Fact]
    public async Task A_program_that_is_not_installed_is_named_with_what_to_do()
    {
        var failure = (await FluentActions.Awaiting(() => _shell.Terminal.RunAsync(new TerminalCommand { Program = "no-such-program" }, default)).Should().ThrowAsync<TerminalException>()).Which;
        failure.Message.Should().Contain("TESS4110").And.Contain("no-such-program").And.Contain("Install");
        var terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = _shell.At("."), Environment = new Dictionary<string, string> { ["PATH"] = "/nowhere" } });
        await using (terminal)
            (await FluentActions.Awaiting(() => terminal.RunAsync(new TerminalCommand { Program = "python3" }, default)).Should().ThrowAsync<TerminalException>()).Which.Message.Should().Contain("apt install python3");
    }

    [Fact]
    public async Task A_folder_that_is_not_there_and_a_file_that_is_no_program_are_named()
    {
        (await FluentActions.Awaiting(() => _shell.Terminal.RunAsync(new TerminalCommand { Program = "sh", WorkingFolder = _shell.At("nothing") }, default)).Should().ThrowAsync<TerminalException>()).Which.Message.Should().Contain("TESS4111");
        await File.WriteAllTextAsync(_shell.At("data.txt"), "data");
        (await FluentActions.Awaiting(() => _shell.Terminal.RunAsync(new TerminalCommand { Program = "./data.txt" }, default)).Should().ThrowAsync<TerminalException>()).Which.Message.Should().Contain("TESS4112");
    }

    [Fact]
    public async Task A_session_is_talked_to_while_it_runs()
    {
        await using var session = await _shell.Terminal.OpenAsync(Shell.Script("while read line; do echo \"got $line\"; done; echo end"), default);
        await session.WriteInputAsync("one\n", default);
        (await TakeUntil(session, "got one\n")).Should().Be("got one\n");
        session.IsWaitingForInput.Should().NotBe(session.Completion.IsCompleted);
        session.TakeOutput().Should().BeEmpty();
        await session.WriteInputAsync("two\n", default);
        (await TakeUntil(session, "got two\n")).Should().Be("got two\n", "each text is taken once");
    }

    [Fact]
    public async Task A_session_is_interrupted_as_by_Ctrl_C()
    {
        await using var session = await _shell.Terminal.OpenAsync(Shell.Script("trap 'echo interrupted; exit 5' INT; echo ready; while :; do sleep 0.05; done"), default);
        await TakeUntil(session, "ready\n");
        session.Interrupt();
        var result = await session.Completion.WaitAsync(TimeSpan.FromSeconds(10));
        (result.ExitCode, result.TimedOut).Should().Be((5, false));
        session.TakeOutput().Should().Be("interrupted\n");
    }

    [Fact]
    public async Task A_channel_to_a_program_that_never_connects_ends_with_the_program()
    {
        await using var session = await _shell.Terminal.OpenAsync(Shell.Script("echo $TESSERA_CHANNEL; exit 4") with { WithChannel = true }, default);
        session.Channel!.ReadByte().Should().Be(-1);
        var result = await session.Completion;
        result.ExitCode.Should().Be(4);
        result.Output.Should().StartWith("unix:");
        Path.Exists(Path.GetDirectoryName(result.Output["unix:".Length..].Trim())).Should().BeFalse("the socket's folder is removed");
    }

    [Fact]
    public async Task What_a_program_sent_before_it_ended_arrives_however_busy_this_process_is()
    {
        Requirements.Python();
        using var enough = new CancellationTokenSource();
        // Work of others that keeps what is to be noticed waiting.
        var others = Enumerable.Range(0, 4 * Environment.ProcessorCount).Select(_ => KeepBusyAsync(enough.Token)).ToList();

        var heard = await Task.WhenAll(Enumerable.Range(0, 24).Select(HearAsync));
        await enough.CancelAsync();
        await Task.WhenAll(others);

        heard.Should().Equal(Enumerable.Range(0, 24).Select(number => $"I am {number}."));

        async Task<string> HearAsync(int number)
        {
            var script = $"import os, socket; s = socket.socket(socket.AF_UNIX); s.connect(os.environ['TESSERA_CHANNEL'][5:]); s.sendall(b'I am {number}.')";
            await using var session = await _shell.Terminal.OpenAsync(new TerminalCommand { Program = "python3", Arguments = ["-S", "-c", script], WithChannel = true }, default);
            using var reader = new StreamReader(session.Channel!, leaveOpen: true);
            return await reader.ReadToEndAsync();
        }

        static async Task KeepBusyAsync(CancellationToken enough)
        {
            for (; !enough.IsCancellationRequested; await Task.Yield()) Thread.Sleep(5);
        }
    }

    private static async Task<string> TakeUntil(ITerminalSession session, string end)
    {
        var text = session.TakeOutput();
        for (var i = 0; i < 1000 && !text.EndsWith(end, StringComparison.Ordinal); i++)
        {
            await Task.Delay(10);
            text += session.TakeOutput();
        }

        return text;
    }
}
