using System.Diagnostics;
using Tessera.Debugging.Terminals;

namespace Tessera.Debugging.Tests.Terminals;

/// <summary>A terminal that closes leaves nothing behind, and a signal reaches nobody else.</summary>
public sealed class ClosingSpecs
{
    public ClosingSpecs() => Requirements.Linux();

    [Fact]
    public async Task Programs_that_start_while_the_terminal_closes_are_ended()
    {
        for (var round = 0; round < 15; round++)
        {
            using var folder = new TemporaryFolder();
            var terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = folder.Root });
            var script = Shell.Script($"echo $$ > \"$(mktemp {folder.Root}/id-XXXXXX)\"; exec sleep 60");
            var starting = Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
            {
                try
                {
                    if (i % 2 == 0) await terminal.OpenAsync(script, default);
                    else await terminal.RunAsync(script, default);
                }
                catch (Exception closed) when (closed is ObjectDisposedException or OperationCanceledException)
                {
                    // Too late: it is not started, or is ended.
                }
            })).ToList();
            await Task.Delay(round);
            await terminal.DisposeAsync();
            await Task.WhenAll(starting);
            foreach (var file in Directory.GetFiles(folder.Root, "id-*"))
            {
                if (int.TryParse(await File.ReadAllTextAsync(file), out var id)) await Shell.HasEnded(id);
            }
        }
    }

    [Fact]
    public async Task A_process_that_has_ended_is_not_signalled_by_its_number()
    {
        using var sleeping = Process.Start("sleep", "60");
        using var held = RunningProcess.Hold(sleeping.Id);
        held.Should().NotBeNull();
        sleeping.Kill();
        await sleeping.WaitForExitAsync();
        held!.Send(UnixSignal.Interrupt).Should().BeFalse("whoever has the number now is another");
        held.Dispose();
        held.Send(UnixSignal.Interrupt).Should().BeFalse();
    }

    [Fact]
    public async Task A_session_that_has_ended_is_interrupted_in_vain()
    {
        await using var shell = new Shell();
        for (var i = 0; i < 20; i++)
        {
            await using var session = await shell.Terminal.OpenAsync(Shell.Script("exit 0"), default);
            while (!session.Completion.IsCompleted) session.Interrupt();
            session.Interrupt();
        }
    }
}
