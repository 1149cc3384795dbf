using Tessera.Sdk.Testing.Unloading;

namespace Tessera.Sdk.Testing.Terminals;

/// <summary>How terminals end.</summary>
internal static class LifetimeChecks
{
    public static IReadOnlyList<ConformanceCheck<TerminalTrial>> All { get; } =
    [
        new("CONF-P41", "Nothing runs in a terminal that was disposed of", (trial, token) => trial.UseAsync(async terminal =>
        {
            await terminal.Terminal.DisposeAsync().ConfigureAwait(false);
            try
            {
                await terminal.RunAsync("echo > run.txt", token).ConfigureAwait(false);
                return "a program ran. Throw an ObjectDisposedException.";
            }
            catch (ObjectDisposedException)
            {
                return File.Exists(terminal.At("run.txt")) ? "a program ran before it was refused." : null;
            }
        }, token)),
        new("CONF-P42", "Disposing twice does no harm", (trial, token) => trial.UseAsync(async terminal =>
        {
            await terminal.TalkAsync(TrialTerminal.Shell("exit 0"), async talk =>
            {
                await talk.Session.DisposeAsync().ConfigureAwait(false);
                return 0;
            }, token).ConfigureAwait(false);
            await terminal.Terminal.DisposeAsync().ConfigureAwait(false);
            await terminal.Terminal.DisposeAsync().ConfigureAwait(false);
            return (string?)null;
        }, token)),
        new("CONF-P43", UnloadCheck.Title, (trial, token) => UnloadCheck.FindFaultAsync(trial.Create(), trial.Options.PartOptions, provider =>
            TerminalTrial.UseAtAsync(provider, new TrialFolder(), site => site, terminal => terminal.RunAsync("exit 0", token), token), token)),
    ];
}
