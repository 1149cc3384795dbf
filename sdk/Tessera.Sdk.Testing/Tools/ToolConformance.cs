using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>Checks that a tool keeps the contract of <see cref="ITool"/>, with an agent's mistakes and a hostile one's tricks.</summary>
public static class ToolConformance
{
    /// <summary>The ids and titles of the checks.</summary>
    public static IReadOnlyList<(string Id, string Title)> Checks => Kit.Checks;

    private static ConformanceKit<ToolTrial> Kit { get; } = new([.. DefinitionChecks.All, .. ArgumentChecks.All, .. ObservationChecks.All, .. IsolationChecks.All, .. LifetimeChecks.All]);

    /// <summary>Runs all checks.</summary>
    /// <param name="create">Makes a new tool.</param>
    /// <param name="options">A call that succeeds, and the project it succeeds in.</param>
    /// <param name="cancellationToken">Ends the checks early.</param>
    /// <returns>What was found.</returns>
    public static async Task<ConformanceReport> CheckAsync(Func<ITool> create, ToolConformanceOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(options);
        return await Kit.RunAsync(() => new ToolTrial(create, options), options.Patience, cancellationToken).ConfigureAwait(false);
    }
}
