using Tessera.Sdk.Terminals;

namespace Tessera.Sdk.Testing.Terminals;

/// <summary>What cannot be started is refused, alike where it is run and where it is talked to.</summary>
internal static class RefusalChecks
{
    public static IReadOnlyList<ConformanceCheck<TerminalTrial>> All { get; } =
    [
        new("CONF-P12", "A program that is not there is refused by name", async (trial, token) =>
            await FindFaultAsync(trial, _ => new TerminalCommand { Program = "tessera-no-such-program" }, "tessera-no-such-program", token).ConfigureAwait(false)
            ?? await FindFaultAsync(trial, _ => new TerminalCommand { Program = "./no-such-file" }, "no-such-file", token).ConfigureAwait(false)),
        new("CONF-P13", "A file that is no program is refused by name", async (trial, token) =>
            await FindFaultAsync(trial, WithPlainFile, "plain.txt", token).ConfigureAwait(false)
            ?? await FindFaultAsync(trial, WithFolder, "shelf", token).ConfigureAwait(false)),
        new("CONF-P14", "A working folder that does not exist is refused", (trial, token) =>
            FindFaultAsync(trial, terminal => TrialTerminal.Shell("exit 0") with { WorkingFolder = terminal.At("gone") }, "gone", token)),
        new("CONF-P15", "A NUL in a program, an argument or a variable is refused", async (trial, token) =>
            await FindFaultAsync(trial, _ => new TerminalCommand { Program = "sh\0x", Arguments = ["-c", "exit 0"] }, "", token).ConfigureAwait(false)
            ?? await FindFaultAsync(trial, _ => TrialTerminal.Shell("exit 0", "cut\0off"), "", token).ConfigureAwait(false)
            ?? await FindFaultAsync(trial, _ => TrialTerminal.Shell("exit 0") with { Environment = new Dictionary<string, string?> { ["TESSERA_ONE"] = "cut\0off" } }, "", token).ConfigureAwait(false)),
        new("CONF-P16", "After a refusal other programs run", (trial, token) => trial.UseAsync(async terminal =>
        {
            await FindThrownAsync(() => terminal.Terminal.RunAsync(new TerminalCommand { Program = "tessera-no-such-program" }, token), token).ConfigureAwait(false);
            return (await terminal.RunAsync("echo on", token).ConfigureAwait(false)).Output.Trim() == "on" ? null : "the next program did not run.";
        }, token)),
    ];

    private static async Task<string?> FindFaultAsync(TerminalTrial trial, Func<TrialTerminal, TerminalCommand> make, string named, CancellationToken token) =>
        await trial.UseAsync(terminal => FindFaultAsync("RunAsync", command => terminal.Terminal.RunAsync(command, token), make(terminal), named, token), token).ConfigureAwait(false)
        ?? await trial.UseAsync(terminal => FindFaultAsync("OpenAsync", command => terminal.TalkAsync(command, talk => talk.Session.Completion, token), make(terminal), named, token), token).ConfigureAwait(false);

    private static async Task<string?> FindFaultAsync(string call, Func<TerminalCommand, Task> start, TerminalCommand command, string named, CancellationToken token) =>
        await FindThrownAsync(() => start(command), token).ConfigureAwait(false) switch
        {
            null => $"{call} did as if the program had been started. Throw a TerminalException that says what cannot be started, and what to do.",
            TerminalException refusal when refusal.Message.Contains(named, StringComparison.Ordinal) => null,
            TerminalException refusal => $"{call} refused with '{refusal.Message}', which does not name '{named}'.",
            var thrown => $"{call} threw {thrown.GetType().Name}: {thrown.Message}. Throw a TerminalException, which tools know how to tell.",
        };

    private static async Task<Exception?> FindThrownAsync(Func<Task> start, CancellationToken token)
    {
        try
        {
            await start().ConfigureAwait(false);
            return null;
        }
#pragma warning disable CA1031 // Which exception it is decides the caller.
        catch (Exception thrown) when (!token.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return thrown;
        }
    }

    private static TerminalCommand WithPlainFile(TrialTerminal terminal)
    {
        File.WriteAllText(terminal.At("plain.txt"), "exit 0\n");
        return new TerminalCommand { Program = "./plain.txt" };
    }

    private static TerminalCommand WithFolder(TrialTerminal terminal)
    {
        Directory.CreateDirectory(terminal.At("shelf"));
        return new TerminalCommand { Program = "./shelf" };
    }
}
