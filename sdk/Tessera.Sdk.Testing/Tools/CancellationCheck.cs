using Tessera.Sdk.Testing.Cancellation;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>Cancels calls of a tool. A failed observation, as of a program that was killed, is an end, too.</summary>
internal static class CancellationCheck
{
    public static Task<string?> FindFaultAsync(ToolTrial trial, CancellationToken token) =>
        // A tool may finish what it was about to end with anyway; a program may take any time.
        new CancelledWork(interruption => CallAsync(trial, interruption), trial.Options.Patience) { MayFinish = wait => wait != InterruptedTerminal.Run }.FindFaultAsync(token);

    private static async Task<bool> CallAsync(ToolTrial trial, Interruption interruption)
    {
        await using var project = TrialProject.Create(trial.Options);
        var tool = trial.Create();
        try
        {
            return !(await ToolTrial.CallAsync(tool, trial.Arguments, new InterruptedSession(project.Session, interruption), interruption.Token).ConfigureAwait(false)).Failed;
        }
        finally
        {
            await Disposal.DisposeAsync(tool).ConfigureAwait(false);
        }
    }
}
