using Tessera.Sdk.Testing.Unloading;
using TorchSharp;

namespace Tessera.Sdk.Testing.Routers;

/// <summary>How a router ends.</summary>
internal static class LifetimeChecks
{
    public static IReadOnlyList<ConformanceCheck<RouterTrial>> All { get; } =
    [
        new("CONF-R32", UnloadCheck.Title, (trial, token) => UnloadCheck.FindFaultAsync(trial.Create(), trial.Options.PartOptions, router =>
        {
            using var scope = torch.NewDisposeScope();
            using var bank = trial.Bank();
            var once = new RouterTrial(() => router, trial.Options);
            using var routing = once.Prepare([bank]);
            using var weights = routing.Route(once.Input());
            return Task.CompletedTask;
        }, token)),
    ];
}
