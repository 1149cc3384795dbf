using Tessera.Sdk.Language;

namespace Tessera.Sdk.Testing.Models;

/// <summary>Checks that a language model keeps the contract of <see cref="ILanguageModel"/>: that it can do what it says, and gives probabilities and draws that can be relied on.</summary>
public static class LanguageModelConformance
{
    /// <summary>The ids and titles of the checks.</summary>
    public static IReadOnlyList<(string Id, string Title)> Checks => Kit.Checks;

    private static ConformanceKit<ModelTrial> Kit { get; } =
        new([.. CapabilityChecks.All, .. BatchChecks.All, .. DrawingChecks.All, .. ProbabilityChecks.All, .. BoundChecks.All, .. LifetimeChecks.All, .. ExactChecks.All]);

    /// <summary>Runs all checks: they make a few hundred short requests.</summary>
    /// <param name="create">Makes a new model, equal to those before.</param>
    /// <param name="options">What it is asked; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the checks early.</param>
    /// <returns>What was found.</returns>
    public static async Task<ConformanceReport> CheckAsync(Func<ILanguageModel> create, LanguageModelConformanceOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        options ??= new LanguageModelConformanceOptions();
        return await Kit.RunAsync(() => new ModelTrial(create, options), options.Patience, cancellationToken).ConfigureAwait(false);
    }
}
