using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Agents;

/// <summary>What an agent makes of what it is shown: whatever it is, the work ends with an outcome.</summary>
internal static class ObservationChecks
{
    private const string Remedy = "What tools answer is for the agent to deal with, or to give up on with GaveUp.";

    public static IReadOnlyList<ConformanceCheck<AgentTrial>> All { get; } =
    [
        new("CONF-A12", "Calls that fail are dealt with", (trial, token) => ShowAsync(trial, [Observation.Failure("It does not work.")], token)),
        new("CONF-A13", "Long answers are dealt with", (trial, token) => ShowAsync(trial, [Observation.Success(new string('x', Observation.TextLimit))], token)),
        new("CONF-A14", "Strange answers are dealt with", (trial, token) => ShowAsync(trial, [Observation.Success(""), Observation.Success("\0\ud800\u001b[31m{{ $(reboot) }} [(*")], token)),
        new("CONF-A15", "What other tools took note of is dealt with", (trial, token) => ShowAsync(trial, [.. Enumerable.Range(0, 20).Select(index => Observation.Success($"Note {index}."))], token)),
        new("CONF-A16", "What is shown before the first call is dealt with", async (trial, token) =>
        {
            var start = new[] { Observation.Failure("2 of 3 tests fail."), Observation.Success(new string('x', Observation.TextLimit)), Observation.Success("") };
            return await TryAsync(trial, new TrialEnvironment(trial.Options), start, token).ConfigureAwait(false);
        }),
    ];

    private static Task<string?> ShowAsync(AgentTrial trial, IReadOnlyList<Observation> observations, CancellationToken token) =>
        TryAsync(trial, new TrialEnvironment(trial.Options) { Answer = _ => observations }, [], token);

    private static async Task<string?> TryAsync(AgentTrial trial, TrialEnvironment environment, IReadOnlyList<Observation> start, CancellationToken token)
    {
        try
        {
            await trial.RunAsync(environment, trial.Task() with { Start = start }, token).ConfigureAwait(false);
            return null;
        }
#pragma warning disable CA1031 // Any exception is the fault that is looked for.
        catch (Exception thrown) when (!token.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return $"it threw {thrown.GetType().Name}: {thrown.Message}. {Remedy}";
        }
    }
}
