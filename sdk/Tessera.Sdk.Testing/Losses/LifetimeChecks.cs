using Tessera.Sdk.Prompts;
using Tessera.Sdk.Testing.Unloading;

namespace Tessera.Sdk.Testing.Losses;

/// <summary>How a loss ends.</summary>
internal static class LifetimeChecks
{
    public static IReadOnlyList<ConformanceCheck<LossTrial>> All { get; } =
    [
        new("CONF-L18", "Disposing twice does no harm", (trial, _) => Disposal.TwiceAsync(trial.Create(), loss => UseAsync(trial, loss))),
        new("CONF-L19", UnloadCheck.Title, (trial, token) => UnloadCheck.FindFaultAsync(trial.Create(), trial.Options.PartOptions, loss => UseAsync(trial, loss), token)),
    ];

    private static Task UseAsync(LossTrial trial, ILoss loss)
    {
        trial.Judge(loss);
        return Task.CompletedTask;
    }
}
