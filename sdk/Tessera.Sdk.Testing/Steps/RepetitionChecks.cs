using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Steps;

/// <summary>The same again gives the same again, byte for byte, where a step says so.</summary>
internal static class RepetitionChecks
{
    public static IReadOnlyList<ConformanceCheck<StepTrial>> All { get; } =
    [
        new("CONF-S07", "The same inputs and the same seed give the same output and files", (trial, token) =>
        {
            trial.RequireDeterminism();
            return trial.Work.FindChanceAsync("Draw from context.Seed, write no time and no folder's name, go through files in order; or do not say Deterministic.", token);
        }),
        new("CONF-S08", "The culture does not matter", (trial, token) =>
        {
            trial.RequireDeterminism();
            return trial.Work.FindCultureAsync(token);
        }),
        new("CONF-S09", "Steps side by side do not disturb each other", (trial, token) =>
        {
            trial.RequireDeterminism();
            return trial.Work.FindDisturbanceAsync("Write to context.Folder alone, and share nothing in static fields.", token);
        }),
        new("CONF-S10", "Any folder will do", async (trial, token) =>
        {
            trial.RequireDeterminism();
            var expected = await trial.Work.RequireSameAsync(token).ConfigureAwait(false);
            using var run = new TrialRun("a folder, näive & 日本 #1");
            return TextDifference.Find(expected, await trial.TextAsync(run, trial.Create(), token).ConfigureAwait(false), "usually", "in a folder with blanks and letters of other tongues", "Join paths with Path.Combine, and hand them to programs as arguments, not in a command line.");
        }),
        new("CONF-S11", "The process stays as it was", (trial, token) => ProcessState.FindChangeAsync(async () =>
        {
            using var run = new TrialRun();
            await trial.RunAsync(run, token).ConfigureAwait(false);
        })),
    ];
}
