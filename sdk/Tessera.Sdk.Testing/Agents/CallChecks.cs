namespace Tessera.Sdk.Testing.Agents;

/// <summary>What an agent calls.</summary>
internal static class CallChecks
{
    public static IReadOnlyList<ConformanceCheck<AgentTrial>> All { get; } =
    [
        new("CONF-A03", "Tools of the environment are called", async (trial, token) =>
        {
            var environment = await WorkAsync(trial, token).ConfigureAwait(false);
            return environment.Calls.FirstOrDefault(call => environment.Tools.All(tool => tool.Name != call.Tool)) is { } unknown
                ? $"it called '{unknown.Tool}', which is none of {string.Join(", ", environment.Tools.Select(tool => tool.Name))}. Look at environment.Tools." : null;
        }),
        new("CONF-A04", "Each call has an id of its own", async (trial, token) =>
        {
            var environment = await WorkAsync(trial, token).ConfigureAwait(false);
            return environment.Calls.Any(call => string.IsNullOrWhiteSpace(call.Id)) ? "a call has no id; answers are matched by it."
                : environment.Calls.GroupBy(call => call.Id).FirstOrDefault(same => same.Count() > 1) is { } twice ? $"{twice.Count()} calls have the id '{twice.Key}'." : null;
        }),
        new("CONF-A05", "The outcome tells how many calls were made", async (trial, token) =>
        {
            var environment = new TrialEnvironment(trial.Options);
            var outcome = await trial.RunAsync(environment, token).ConfigureAwait(false);
            return outcome.Steps == environment.Calls.Count ? null : $"it says {outcome.Steps} and made {environment.Calls.Count}.";
        }),
        new("CONF-A06", "No more calls are made than are allowed", async (trial, token) =>
        {
            var usual = await trial.RequireCallsAsync(1, token).ConfigureAwait(false);
            for (var most = 0; most < usual; most++)
            {
                var environment = new TrialEnvironment(trial.Options);
                var outcome = await trial.RunAsync(environment, trial.Task() with { MaxSteps = most }, token).ConfigureAwait(false);
                if (environment.Calls.Count > most) return $"with MaxSteps {most} it made {environment.Calls.Count} calls. Count each call, several of one answer, too.";
                if (outcome.Steps != environment.Calls.Count) return $"with MaxSteps {most} it says {outcome.Steps} calls and made {environment.Calls.Count}.";
            }

            return null;
        }),
        new("CONF-A07", "Without tools nothing is called", async (trial, token) =>
        {
            var environment = new TrialEnvironment(trial.Options) { Tools = [] };
            try
            {
                await trial.RunAsync(environment, token).ConfigureAwait(false);
            }
            catch (Diagnostics.TesseraException)
            {
                // It says that it cannot work so.
            }

            return environment.Calls.Count == 0 ? null : $"it called '{environment.Calls[0].Tool}', and there are no tools.";
        }),
    ];

    private static async Task<TrialEnvironment> WorkAsync(AgentTrial trial, CancellationToken token)
    {
        var environment = new TrialEnvironment(trial.Options);
        await trial.RunAsync(environment, token).ConfigureAwait(false);
        return environment.Calls.Count > 0 ? environment : throw new NotApplicableException("it calls nothing.");
    }
}
