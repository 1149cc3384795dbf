using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Sdk.Testing.Routers;

/// <summary>Checks that a router keeps the contract of <see cref="IRouter"/>, whatever experts and tokens it is given.</summary>
public static class RouterConformance
{
    /// <summary>The ids and titles of the checks.</summary>
    public static IReadOnlyList<(string Id, string Title)> Checks => Kit.Checks;

    private static ConformanceKit<RouterTrial> Kit { get; } = new([.. WeightChecks.All, .. OwnershipChecks.All, .. RepetitionChecks.All, .. EdgeChecks.All, .. StateChecks.All, .. CalibrationChecks.All, .. LifetimeChecks.All]);

    /// <summary>Runs all checks. libtorch is loaded first.</summary>
    /// <param name="create">Makes a new router.</param>
    /// <param name="options">The experts and tokens; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the checks early.</param>
    /// <returns>What was found.</returns>
    public static async Task<ConformanceReport> CheckAsync(Func<IRouter> create, RouterConformanceOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        options ??= new RouterConformanceOptions();
        Libtorch.EnsureLoaded();
        return await Kit.RunAsync(() => new RouterTrial(create, options), options.Patience, cancellationToken).ConfigureAwait(false);
    }
}
