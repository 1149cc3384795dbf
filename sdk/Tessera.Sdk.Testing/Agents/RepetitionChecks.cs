using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Agents;

/// <summary>The same task leads to the same calls, where an agent says so.</summary>
internal static class RepetitionChecks
{
    public static IReadOnlyList<ConformanceCheck<AgentTrial>> All { get; } =
    [
        new("CONF-A21", "The same task leads to the same calls", (trial, token) =>
        {
            trial.RequireDeterminism();
            return trial.Work.FindChanceAsync("Draw from task.Seed alone.", token);
        }),
        new("CONF-A22", "Calls do not depend on the culture", (trial, token) =>
        {
            trial.RequireDeterminism();
            return trial.Work.FindCultureAsync(token);
        }),
        new("CONF-A23", "Agents side by side do not disturb each other", (trial, token) =>
        {
            trial.RequireDeterminism();
            return trial.Work.FindDisturbanceAsync("Share nothing in static fields.", token);
        }),
        new("CONF-A24", "The process stays as it was", (trial, token) => ProcessState.FindChangeAsync(() => trial.RunAsync(new TrialEnvironment(trial.Options), token))),
    ];
}
