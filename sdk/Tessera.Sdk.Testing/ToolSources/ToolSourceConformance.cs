using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.ToolSources;

/// <summary>Checks that a source of tools keeps the contract of <see cref="IToolSource"/>: what it brings, how its tools answer, and that all of it ends.</summary>
public static class ToolSourceConformance
{
    /// <summary>The ids and titles of the checks.</summary>
    public static IReadOnlyList<(string Id, string Title)> Checks => Kit.Checks;

    private static ConformanceKit<ToolSourceTrial> Kit { get; } = new([.. OfferChecks.All, .. AnswerChecks.All, .. RepetitionChecks.All, .. LifetimeChecks.All]);

    /// <summary>Runs all checks.</summary>
    /// <param name="create">Makes a new source.</param>
    /// <param name="options">A call that succeeds.</param>
    /// <param name="cancellationToken">Ends the checks early.</param>
    /// <returns>What was found.</returns>
    public static async Task<ConformanceReport> CheckAsync(Func<IToolSource> create, ToolSourceConformanceOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(options);
        return await Kit.RunAsync(() => new ToolSourceTrial(create, options), options.Patience, cancellationToken).ConfigureAwait(false);
    }
}
