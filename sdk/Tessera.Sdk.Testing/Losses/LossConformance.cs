using Tessera.Sdk.Prompts;

namespace Tessera.Sdk.Testing.Losses;

/// <summary>Checks that a loss keeps the contract of <see cref="ILoss"/>.</summary>
public static class LossConformance
{
    /// <summary>The ids and titles of the checks.</summary>
    public static IReadOnlyList<(string Id, string Title)> Checks => Kit.Checks;

    private static ConformanceKit<LossTrial> Kit { get; } = new([.. ExportChecks.All, .. JudgementChecks.All, .. EdgeChecks.All, .. RepetitionChecks.All, .. LifetimeChecks.All]);

    /// <summary>Runs all checks.</summary>
    /// <param name="create">Makes a new loss.</param>
    /// <param name="options">Answers that are right, and such that are wrong.</param>
    /// <param name="cancellationToken">Ends the checks early.</param>
    /// <returns>What was found.</returns>
    public static async Task<ConformanceReport> CheckAsync(Func<ILoss> create, LossConformanceOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(options);
        return await Kit.RunAsync(() => new LossTrial(create, options), options.Patience, cancellationToken).ConfigureAwait(false);
    }
}
