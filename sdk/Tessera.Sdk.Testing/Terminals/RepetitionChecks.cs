using System.Globalization;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Terminals;

/// <summary>What a terminal must not depend on, and must not touch.</summary>
internal static class RepetitionChecks
{
    private const int SideBySide = 8;

    public static IReadOnlyList<ConformanceCheck<TerminalTrial>> All { get; } =
    [
        new("CONF-P33", "Many programs run in one terminal at the same time", (trial, token) => trial.UseAsync(async terminal =>
        {
            // Each waits for all the others, so that they do run at the same time.
            const string script = "echo > \"run-$1\"; while [ ! -f all ]; do sleep 0.05; done; echo \"this is $1\"";
            var runs = Enumerable.Range(0, SideBySide).Select(run => run.ToString(CultureInfo.InvariantCulture)).Select(run => terminal.Terminal.RunAsync(TrialTerminal.Shell(script, run), token)).ToList();
            while (Directory.GetFiles(terminal.Folder, "run-*").Length < SideBySide && !runs.Exists(run => run.IsCompleted)) await Task.Delay(10, token).ConfigureAwait(false);
            await File.WriteAllTextAsync(terminal.At("all"), "", token).ConfigureAwait(false);
            var results = await Task.WhenAll(runs).ConfigureAwait(false);
            return results.Select((result, run) => TextDifference.Find($"this is {run}\n", result.Output, "as written", "among others", "Each run has its own output.")).FirstOrDefault(fault => fault is not null);
        }, token)),
        new("CONF-P34", "The culture does not matter", (trial, token) => Work(trial).FindCultureAsync(token)),
        new("CONF-P35", "Terminals side by side do not disturb each other", (trial, token) => Work(trial).FindDisturbanceAsync("Each terminal has a site of its own and shares nothing.", token)),
        new("CONF-P36", "The process stays as it was", (trial, token) => ProcessState.FindChangeAsync(() => Work(trial).RequireSameAsync(token))),
        new("CONF-P37", "Any folder will do", (trial, token) => TerminalTrial.UseAtAsync(trial.Create(), new TrialFolder("it's a \"folder\" of $HOME; für 🙂"), site => site, async terminal =>
        {
            var result = await terminal.RunAsync("echo > here.txt", token).ConfigureAwait(false);
            return File.Exists(terminal.At("here.txt")) ? null : $"in a folder with spaces, quotes and signs in its name a program ended with {result.ExitCode}: {result.Output}. Do not put paths into a shell's text.";
        }, token)),
    ];

    private static RepeatedWork Work(TerminalTrial trial) => new(token => trial.UseAsync(async terminal =>
    {
        var whole = await terminal.RunAsync("echo > mine.txt; echo *; exit 4", token).ConfigureAwait(false);
        var cut = await terminal.Terminal.RunAsync(OutputChecks.Cut, token).ConfigureAwait(false);
        return ComparableText.Of(new { whole.ExitCode, whole.Output, Cut = cut.Output });
    }, token));
}
