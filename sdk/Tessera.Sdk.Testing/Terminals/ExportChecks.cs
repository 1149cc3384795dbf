namespace Tessera.Sdk.Testing.Terminals;

/// <summary>What people see of a provider before it opens a terminal.</summary>
internal static class ExportChecks
{
    public static IReadOnlyList<ConformanceCheck<TerminalTrial>> All { get; } =
    [
        new("CONF-P01", "The provider is exported by a name that pipelines can use", (trial, _) => Task.FromResult(ExportedPart.FindNameFault(trial.Create()))),
        new("CONF-P02", "The description says how programs are run", (trial, _) => Task.FromResult(ExportedPart.FindDescriptionFault(trial.Create()))),
        new("CONF-P03", "Whether it works on this system is said in words", async (trial, token) =>
            await trial.Create().FindObstacleAsync(token).ConfigureAwait(false) is { } obstacle && string.IsNullOrWhiteSpace(obstacle)
                ? "the obstacle is an empty text. Give null where such terminals work, else say why not and what to do about it." : null),
    ];
}
