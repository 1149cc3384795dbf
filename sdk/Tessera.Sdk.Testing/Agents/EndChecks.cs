using Tessera.Sdk.Agents;

namespace Tessera.Sdk.Testing.Agents;

/// <summary>How an agent's work ends.</summary>
internal static class EndChecks
{
    public static IReadOnlyList<ConformanceCheck<AgentTrial>> All { get; } =
    [
        new("CONF-A08", "Nothing is called once the session has ended", async (trial, token) =>
        {
            var usual = await trial.RequireCallsAsync(1, token).ConfigureAwait(false);
            for (var ends = 0; ends < usual; ends++)
            {
                var environment = new TrialEnvironment(trial.Options) { EndsAfter = ends };
                await trial.RunAsync(environment, token).ConfigureAwait(false);
                if (environment.Late > 0) return $"the session ended after {ends} calls, and it made {environment.Late} more. Look at environment.Ended before each.";
            }

            return null;
        }),
        new("CONF-A09", "A session that ended is not taken for another end", async (trial, token) =>
        {
            await trial.RequireCallsAsync(2, token).ConfigureAwait(false);
            var outcome = await trial.RunAsync(new TrialEnvironment(trial.Options) { EndsAfter = 1 }, token).ConfigureAwait(false);
            return outcome.Reason is AgentStopReason.EnvironmentEnded or AgentStopReason.Done ? null : $"the session ended after a call, and it says {outcome.Reason}. Say EnvironmentEnded.";
        }),
        new("CONF-A10", "Calls that are used up are not taken for another end", async (trial, token) =>
        {
            await trial.RequireCallsAsync(2, token).ConfigureAwait(false);
            var outcome = await trial.RunAsync(new TrialEnvironment(trial.Options), trial.Task() with { MaxSteps = 1 }, token).ConfigureAwait(false);
            return outcome.Reason is AgentStopReason.StepsExhausted or AgentStopReason.Done ? null : $"the one call that was allowed was made, and it says {outcome.Reason}. Say StepsExhausted.";
        }),
        new("CONF-A11", "A task that cannot be begun is refused in words, before any call", async (trial, token) =>
        {
            if (trial.Options.Unfit.Count == 0) throw new NotApplicableException("no task that cannot be begun was given, in Unfit.");
            foreach (var task in trial.Options.Unfit)
            {
                if (await trial.FindRefusalFaultAsync(task with { Model = task.Model ?? trial.Task().Model }, token).ConfigureAwait(false) is { } fault) return fault;
            }

            return null;
        }),
    ];
}
