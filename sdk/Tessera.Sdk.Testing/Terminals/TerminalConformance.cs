using Tessera.Sdk.Terminals;

namespace Tessera.Sdk.Testing.Terminals;

/// <summary>Checks that a provider of terminals keeps the contracts of <see cref="ITerminalProvider"/>, <see cref="ITerminal"/> and <see cref="ITerminalSession"/>.</summary>
/// <remarks>The programs that the checks run are written for a POSIX <c>sh</c>, which is all that the terminal has to offer.</remarks>
public static class TerminalConformance
{
    /// <summary>The ids and titles of the checks.</summary>
    public static IReadOnlyList<(string Id, string Title)> Checks => Kit.Checks;

    private static ConformanceKit<TerminalTrial> Kit { get; } = new(
    [
        .. ExportChecks.All, .. CommandChecks.All, .. RefusalChecks.All, .. OutputChecks.All, .. EndChecks.All,
        .. SessionChecks.All, .. RepetitionChecks.All, .. ConfinementChecks.All, .. LifetimeChecks.All,
    ]);

    /// <summary>Runs all checks.</summary>
    /// <param name="create">Makes a new provider.</param>
    /// <param name="options">What the kit needs to know; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the checks early.</param>
    /// <returns>What was found.</returns>
    public static async Task<ConformanceReport> CheckAsync(Func<ITerminalProvider> create, TerminalConformanceOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        options ??= new TerminalConformanceOptions();
        return await Kit.RunAsync(() => new TerminalTrial(create, options), options.Patience, cancellationToken).ConfigureAwait(false);
    }
}
