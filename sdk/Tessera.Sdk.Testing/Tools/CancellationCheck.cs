using System.Diagnostics;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>Cancels calls before they begin, while they wait for the session, and while they do whatever else takes time.</summary>
internal static class CancellationCheck
{
    private const int MostWaits = 6;
    private const string Remedy = "Hand the cancellation token on to everything that waits, and look at it in long loops.";

    /// <summary>How long a call may go on after it was cancelled.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    public static async Task<string?> FindFaultAsync(ToolTrial trial, CancellationToken token)
    {
        using (var before = new Interruption(0))
        {
            before.CancelAfter(TimeSpan.Zero);
            await WaitAsync(before, token).ConfigureAwait(false);
            if (await CallAsync(trial, before, token).ConfigureAwait(false) is { } answered)
                return answered + Remedy;
        }

        using var whole = new Interruption(0);
        var began = Stopwatch.GetTimestamp();
        await CallAsync(trial, whole, token).ConfigureAwait(false);
        var duration = Stopwatch.GetElapsedTime(began);
        return await FindDeafWaitAsync(trial, whole.Waits, token).ConfigureAwait(false) ?? await FindDeafWorkAsync(trial, duration, token).ConfigureAwait(false);
    }

    private static async Task<string?> FindDeafWaitAsync(ToolTrial trial, IReadOnlyList<string> waits, CancellationToken token)
    {
        for (var at = 1; at <= Math.Min(waits.Count, MostWaits); at++)
        {
            // A tool may finish what it was about to end with anyway; a program may take any time.
            if (at > 1 && at == waits.Count && waits[at - 1] != InterruptedTerminal.Run) continue;
            using var interruption = new Interruption(at);
            if (await CallAsync(trial, interruption, token).ConfigureAwait(false) is { } answered) return $"{answered}It was cancelled while {waits[at - 1]}. {Remedy}";
        }

        return null;
    }

    private static async Task<string?> FindDeafWorkAsync(ToolTrial trial, TimeSpan duration, CancellationToken token)
    {
        if (duration < 2 * Grace) return null;
        using var interruption = new Interruption(0);
        var calling = CallAsync(trial, interruption, token);
        interruption.CancelAfter(duration / 8);
        await WaitAsync(interruption, token).ConfigureAwait(false);
        return await Task.WhenAny(calling, Task.Delay(Grace, token)).ConfigureAwait(false) == calling
            ? null
            : $"it still ran {Grace.TotalSeconds} s after it was cancelled in the midst of its work. {Remedy}";
    }

    /// <summary>Calls a new tool in a new project, and says what is wrong if it was cancelled and went on.</summary>
    private static async Task<string?> CallAsync(ToolTrial trial, Interruption interruption, CancellationToken token)
    {
        await using var project = TrialProject.Create(trial.Options);
        var tool = trial.Create();
        try
        {
            var calling = ToolTrial.CallAsync(tool, trial.Arguments, new InterruptedSession(project.Session, interruption), interruption.Token);
            var observation = await calling.WaitAsync(trial.Options.Patience / 2, token).ConfigureAwait(false);
            return interruption.Happened && !observation.Failed ? "it answered as if it had not been cancelled. " : null;
        }
        catch (OperationCanceledException) when (interruption.Happened && !token.IsCancellationRequested)
        {
            return null;
        }
        catch (TimeoutException)
        {
            return $"after {trial.Options.Patience.TotalSeconds / 2} s it still ran. ";
        }
        finally
        {
            await ToolTrial.DisposeAsync(tool).ConfigureAwait(false);
        }
    }

    private static async Task WaitAsync(Interruption interruption, CancellationToken token)
    {
        while (!interruption.Happened) await Task.Delay(1, token).ConfigureAwait(false);
    }
}
