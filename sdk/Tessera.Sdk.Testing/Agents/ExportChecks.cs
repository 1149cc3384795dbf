namespace Tessera.Sdk.Testing.Agents;

/// <summary>What people see of an agent before they use it.</summary>
internal static class ExportChecks
{
    public static IReadOnlyList<ConformanceCheck<AgentTrial>> All { get; } =
    [
        new("CONF-A01", "The agent is exported by a name that pipelines can use", (trial, _) => Task.FromResult(ExportedPart.FindNameFault(trial.Create()))),
        new("CONF-A02", "The description says how the agent works", (trial, _) => Task.FromResult(ExportedPart.FindDescriptionFault(trial.Create()))),
    ];
}
