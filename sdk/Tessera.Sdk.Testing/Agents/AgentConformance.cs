using Tessera.Sdk.Agents;

namespace Tessera.Sdk.Testing.Agents;

/// <summary>Checks that an agent keeps the contract of <see cref="IAgent"/>, in environments that end, fail and tarry, and with models that do.</summary>
public static class AgentConformance
{
    /// <summary>The ids and titles of the checks.</summary>
    public static IReadOnlyList<(string Id, string Title)> Checks => Kit.Checks;

    private static ConformanceKit<AgentTrial> Kit { get; } =
        new([.. ExportChecks.All, .. CallChecks.All, .. EndChecks.All, .. ObservationChecks.All, .. ModelChecks.All, .. RepetitionChecks.All, .. LifetimeChecks.All]);

    /// <summary>Runs all checks.</summary>
    /// <param name="create">Makes a new agent.</param>
    /// <param name="options">The task and the environment; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the checks early.</param>
    /// <returns>What was found.</returns>
    public static async Task<ConformanceReport> CheckAsync(Func<IAgent> create, AgentConformanceOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        options ??= new AgentConformanceOptions();
        return await Kit.RunAsync(() => new AgentTrial(create, options), options.Patience, cancellationToken).ConfigureAwait(false);
    }
}
