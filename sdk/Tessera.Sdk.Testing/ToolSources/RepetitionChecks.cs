using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.ToolSources;

/// <summary>What a source must not depend on, and must not touch.</summary>
internal static class RepetitionChecks
{
    private const int Calls = 8;

    public static IReadOnlyList<ConformanceCheck<ToolSourceTrial>> All { get; } =
    [
        new("CONF-X15", "Equal calls have equal answers", (trial, token) => Work(trial).FindChanceAsync("Name no time and no temporary path, or set Deterministic to false.", token)),
        new("CONF-X16", "Answers do not depend on the culture", (trial, token) => Work(trial).FindCultureAsync(token)),
        new("CONF-X17", "Sources side by side do not disturb each other", (trial, token) => Work(trial).FindDisturbanceAsync("Each source serves one session and shares nothing.", token)),
        new("CONF-X18", "One source answers many calls at the same time", (trial, token) => trial.UseAsync(async (tools, session) =>
        {
            RequireDeterminism(trial);
            var alone = await new RepeatedWork(async cancelled => (await trial.CallAsync(tools, session, cancelled).ConfigureAwait(false)).Text).RequireSameAsync(token).ConfigureAwait(false);
            var together = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => trial.CallAsync(tools, session, token))).ConfigureAwait(false);
            return together.Select(answer => TextDifference.Find(alone, answer.Text, "alone", "among others", "Match each answer to its own call.")).FirstOrDefault(fault => fault is not null);
        }, token)),
        new("CONF-X19", "The process stays as it was", (trial, token) => ProcessState.FindChangeAsync(() => trial.UseAsync((tools, session) => trial.CallAsync(tools, session, token), token))),
    ];

    private static RepeatedWork Work(ToolSourceTrial trial)
    {
        RequireDeterminism(trial);
        return new(token => trial.UseAsync(async (tools, session) => (await trial.CallAsync(tools, session, token).ConfigureAwait(false)) is var answer ? answer.Text + answer.Data?.ToJsonString() : "", token));
    }

    private static void RequireDeterminism(ToolSourceTrial trial)
    {
        if (!trial.Options.Deterministic) throw new NotApplicableException("the source is said not to be deterministic.");
    }
}
