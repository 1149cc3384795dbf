using Tessera.Sdk.Prompts;

namespace Tessera.Sdk.Testing.Optimizers;

/// <summary>Checks that an optimizer keeps the contract of <see cref="IPromptOptimizer"/>, with models that know every probability, that fail, and whose budget ends.</summary>
public static class PromptOptimizerConformance
{
    /// <summary>The ids and titles of the checks.</summary>
    public static IReadOnlyList<(string Id, string Title)> Checks => Kit.Checks;

    private static ConformanceKit<OptimizerTrial> Kit { get; } =
        new([.. ResultChecks.All, .. TraceChecks.All, .. RepetitionChecks.All, .. BudgetChecks.All, .. FailureChecks.All, .. EdgeChecks.All, .. LifetimeChecks.All]);

    /// <summary>Runs all checks.</summary>
    /// <param name="create">Makes a new optimizer. It should need few requests: each check does whole searches.</param>
    /// <param name="options">The task; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the checks early.</param>
    /// <returns>What was found.</returns>
    public static async Task<ConformanceReport> CheckAsync(Func<IPromptOptimizer> create, PromptOptimizerConformanceOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        options ??= new PromptOptimizerConformanceOptions();
        return await Kit.RunAsync(() => new OptimizerTrial(create, options), options.Patience, cancellationToken).ConfigureAwait(false);
    }
}
