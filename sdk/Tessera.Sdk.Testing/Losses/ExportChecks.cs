namespace Tessera.Sdk.Testing.Losses;

/// <summary>What people see of a loss before they use it.</summary>
internal static class ExportChecks
{
    public static IReadOnlyList<ConformanceCheck<LossTrial>> All { get; } =
    [
        new("CONF-L01", "The loss is exported by a name that pipelines can use", (trial, _) => trial.UseAsync(ExportedPart.FindNameFault)),
        new("CONF-L02", "The description says what is right", (trial, _) => trial.UseAsync(ExportedPart.FindDescriptionFault)),
    ];
}
