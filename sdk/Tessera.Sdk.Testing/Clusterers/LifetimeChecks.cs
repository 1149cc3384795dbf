using Tessera.Sdk.Testing.Cancellation;
using Tessera.Sdk.Testing.Unloading;

namespace Tessera.Sdk.Testing.Clusterers;

/// <summary>How a clustering ends.</summary>
internal static class LifetimeChecks
{
    public static IReadOnlyList<ConformanceCheck<ClustererTrial>> All { get; } =
    [
        new("CONF-C31", "A cancelled clustering ends at once", (trial, token) => new CancelledWork(async interruption =>
        {
            await trial.ClusterAsync(ClustererTrial.Library(trial.Experts(), () => interruption.Wait("experts were read")), interruption.Token).ConfigureAwait(false);
            return true;
        }, trial.Options.Patience).FindFaultAsync(token)),
        new("CONF-C32", "Disposing twice does no harm", (trial, token) => Disposal.TwiceAsync(
            trial.Create(), clusterer => clusterer.ClusterAsync(ClustererTrial.Library(trial.Experts()), trial.Options.Seed, token))),
        new("CONF-C33", UnloadCheck.Title, (trial, token) => UnloadCheck.FindFaultAsync(trial.Create(), trial.Options.PartOptions,
            clusterer => trial.ClusterAsync(clusterer, ClustererTrial.Library(trial.Experts()), token), token)),
    ];
}
