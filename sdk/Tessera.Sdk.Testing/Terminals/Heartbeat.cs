namespace Tessera.Sdk.Testing.Terminals;

/// <summary>A program in the background that shows by a file that it lives, wherever it runs, and that no polite signal ends.</summary>
internal static class Heartbeat
{
    /// <summary>The file, in the site's folder.</summary>
    public const string File = "beat";

    /// <summary>Begins it, in a script. What a faulty terminal leaves running ends by itself after half a minute or so.</summary>
    public const string Begin = "(trap '' HUP INT TERM; i=0; while [ $i -lt 600 ]; do echo >> " + File + "; sleep 0.05; i=$((i+1)); done) & ";

    private static readonly TimeSpan Observed = TimeSpan.FromSeconds(0.5);

    /// <summary>Waits until it has begun.</summary>
    public static async Task HasBegunAsync(TrialTerminal terminal, CancellationToken token)
    {
        while (!System.IO.File.Exists(terminal.At(File))) await Task.Delay(5, token).ConfigureAwait(false);
    }

    /// <summary>Says that it goes on; null when it has ended.</summary>
    /// <param name="terminal">Where it ran.</param>
    /// <param name="when">What should have ended it.</param>
    /// <param name="token">Ends the watching.</param>
    public static async Task<string?> FindSurvivorAsync(TrialTerminal terminal, string when, CancellationToken token)
    {
        System.IO.File.Delete(terminal.At(File));
        await Task.Delay(Observed, token).ConfigureAwait(false);
        return System.IO.File.Exists(terminal.At(File))
            ? $"{when}, and what it had started in the background still ran. End the whole tree of processes, by force, and wait for its end."
            : null;
    }
}
