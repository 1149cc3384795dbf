using Tessera.Sdk.Steps;

namespace Tessera.Sdk.Testing.Steps;

/// <summary>Checks that a pipeline step keeps the contract of <see cref="IPipelineStep"/>, in folders of its own.</summary>
public static class StepConformance
{
    /// <summary>The ids and titles of the checks.</summary>
    public static IReadOnlyList<(string Id, string Title)> Checks => Kit.Checks;

    private static ConformanceKit<StepTrial> Kit { get; } =
        new([.. ExportChecks.All, .. OutputChecks.All, .. RepetitionChecks.All, .. FolderChecks.All, .. ReportChecks.All, .. LifetimeChecks.All]);

    /// <summary>Runs all checks.</summary>
    /// <param name="create">Makes a new step, with options with which it succeeds.</param>
    /// <param name="options">What is to be known of it; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the checks early.</param>
    /// <returns>What was found.</returns>
    public static async Task<ConformanceReport> CheckAsync(Func<IPipelineStep> create, StepConformanceOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        options ??= new StepConformanceOptions();
        return await Kit.RunAsync(() => new StepTrial(create, options), options.Patience, cancellationToken).ConfigureAwait(false);
    }
}
