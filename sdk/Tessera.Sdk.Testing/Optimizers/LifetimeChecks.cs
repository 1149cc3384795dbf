using Tessera.Sdk.Testing.Cancellation;
using Tessera.Sdk.Testing.Unloading;

namespace Tessera.Sdk.Testing.Optimizers;

/// <summary>How a search ends.</summary>
internal static class LifetimeChecks
{
    public static IReadOnlyList<ConformanceCheck<OptimizerTrial>> All { get; } =
    [
        new("CONF-O35", "A cancelled search ends at once", (trial, token) => new CancelledWork(async interruption =>
        {
            var (forward, backward) = trial.Metered(async (_, _, cancelled) =>
            {
                interruption.Wait("a model was asked");
                // A model that is not told waits for an answer that nobody needs.
                if (interruption.Happened) await Task.Delay(trial.Options.Patience, cancelled).ConfigureAwait(false);
            });
            await trial.SearchAsync(trial.Task(forward, backward), interruption.Token).ConfigureAwait(false);
            return true;
        }, trial.Options.Patience).FindFaultAsync(token)),
        new("CONF-O36", "Disposing twice does no harm", (trial, token) => Disposal.TwiceAsync(trial.Create(), optimizer => OptimizerTrial.SearchAsync(optimizer, trial.Task(), token))),
        new("CONF-O37", UnloadCheck.Title, (trial, token) => UnloadCheck.FindFaultAsync(trial.Create(), trial.Options.PartOptions,
            optimizer => OptimizerTrial.SearchAsync(optimizer, trial.Task(), token), token)),
    ];
}
