namespace Tessera.Sdk.Testing.Terminals;

/// <summary>How programs are ended, with all that they started.</summary>
internal static class EndChecks
{
    public static IReadOnlyList<ConformanceCheck<TerminalTrial>> All { get; } =
    [
        new("CONF-P20", "The time bound ends the whole tree of processes", (trial, token) => trial.UseAsync(async terminal =>
        {
            var result = await terminal.Terminal.RunAsync(TrialTerminal.Shell(Heartbeat.Begin + "wait") with { Timeout = TimeSpan.FromSeconds(0.5) }, token).ConfigureAwait(false);
            return !result.TimedOut || result.Succeeded ? "a program that would run for long ended when its time was over, and TimedOut is false."
                : await Heartbeat.FindSurvivorAsync(terminal, "the program's time was over", token).ConfigureAwait(false);
        }, token)),
        new("CONF-P21", "What was written before the time bound is kept", (trial, token) => trial.UseAsync(async terminal =>
        {
            // How long a program takes to begin is the system's business.
            for (var seconds = 0.5; seconds <= 4; seconds *= 2)
            {
                var result = await terminal.Terminal.RunAsync(TrialTerminal.Shell("echo begun; sleep 60") with { Timeout = TimeSpan.FromSeconds(seconds) }, token).ConfigureAwait(false);
                if (result.Output.Contains("begun", StringComparison.Ordinal)) return null;
            }

            return "nothing is left of what the program wrote. It often says why it took so long.";
        }, token)),
        new("CONF-P22", "Cancellation ends the whole tree of processes", (trial, token) => trial.UseAsync(async terminal =>
        {
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(token);
            var running = terminal.Terminal.RunAsync(TrialTerminal.Shell(Heartbeat.Begin + "wait"), cancellation.Token);
            await Heartbeat.HasBegunAsync(terminal, token).ConfigureAwait(false);
            await cancellation.CancelAsync().ConfigureAwait(false);
            return await EndsAsCancelledAsync(running, token).ConfigureAwait(false)
                ? await Heartbeat.FindSurvivorAsync(terminal, "the run was cancelled", token).ConfigureAwait(false)
                : "it ended as if it had not been cancelled. Throw an OperationCanceledException.";
        }, token)),
        new("CONF-P23", "What is cancelled before it begins is not run", (trial, token) => trial.UseAsync(async terminal =>
        {
            var cancelled = new CancellationToken(canceled: true);
            var command = TrialTerminal.Shell("echo > run.txt");
            return !await EndsAsCancelledAsync(terminal.Terminal.RunAsync(command, cancelled), token).ConfigureAwait(false) ? "RunAsync ended as if it had not been cancelled. Look at the token first."
                : !await EndsAsCancelledAsync(terminal.TalkAsync(command, talk => talk.Session.Completion, cancelled), token).ConfigureAwait(false) ? "OpenAsync ended as if it had not been cancelled. Look at the token first."
                : File.Exists(terminal.At("run.txt")) ? "the program ran." : null;
        }, token)),
        new("CONF-P24", "What a program leaves in the background ends with it", (trial, token) => trial.UseAsync(async terminal =>
        {
            var result = await terminal.RunAsync(Heartbeat.Begin + "while [ ! -f " + Heartbeat.File + " ]; do sleep 0.05; done; exit 0", token).ConfigureAwait(false);
            return result.TimedOut ? "the run waited for what the program had left in the background. Its own end is the end."
                : await Heartbeat.FindSurvivorAsync(terminal, "the program had ended", token).ConfigureAwait(false);
        }, token)),
        new("CONF-P25", "Disposing of the terminal ends what runs in it", (trial, token) => trial.UseAsync(async terminal =>
        {
            var running = terminal.Terminal.RunAsync(TrialTerminal.Shell(Heartbeat.Begin + "wait"), token);
            await Heartbeat.HasBegunAsync(terminal, token).ConfigureAwait(false);
            await terminal.Terminal.DisposeAsync().ConfigureAwait(false);
            // How a run ends whose terminal is gone is its own business; that it ends is not.
            await ((Task)running).WaitAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return await Heartbeat.FindSurvivorAsync(terminal, "the terminal was disposed of", token).ConfigureAwait(false);
        }, token)),
    ];

    private static async Task<bool> EndsAsCancelledAsync(Task work, CancellationToken token)
    {
        try
        {
            await work.WaitAsync(token).ConfigureAwait(false);
            return false;
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return true;
        }
    }
}
