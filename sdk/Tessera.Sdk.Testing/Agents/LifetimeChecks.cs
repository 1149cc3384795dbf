using Tessera.Sdk.Testing.Cancellation;
using Tessera.Sdk.Testing.Unloading;

namespace Tessera.Sdk.Testing.Agents;

/// <summary>How an agent is ended.</summary>
internal static class LifetimeChecks
{
    public static IReadOnlyList<ConformanceCheck<AgentTrial>> All { get; } =
    [
        new("CONF-A25", "Cancelled work ends at once", (trial, token) => new CancelledWork(async interruption =>
        {
            var environment = new TrialEnvironment(trial.Options) { OnCall = () => interruption.Wait("a tool was called") };
            var model = trial.NeedsModel && trial.Options.Model is null ? new TakingTurnsModel { OnAsk = async (_, cancelled) =>
            {
                interruption.Wait("the model was asked");
                // A model that is not told waits for an answer that nobody needs.
                if (interruption.Happened) await Task.Delay(trial.Options.Patience, cancelled).ConfigureAwait(false);
            } } : null;
            await trial.RunAsync(environment, trial.Task(model), interruption.Token).ConfigureAwait(false);
            return true;
        }, trial.Options.Patience).FindFaultAsync(token)),
        new("CONF-A26", "Disposing twice does no harm", (trial, token) =>
            Disposal.TwiceAsync(trial.Create(), agent => agent.RunAsync(new TrialEnvironment(trial.Options), trial.Task(), token))),
        new("CONF-A27", UnloadCheck.Title, (trial, token) => UnloadCheck.FindFaultAsync(trial.Create(), trial.Options.PartOptions,
            agent => AgentTrial.RunAsync(agent, new TrialEnvironment(trial.Options), trial.Task(), token), token)),
    ];
}
