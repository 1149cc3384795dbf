using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Sdk.Testing.Clusterers;

/// <summary>Checks that a clusterer keeps the contract of <see cref="IClusterer"/>, whatever experts it is given.</summary>
public static class ClustererConformance
{
    /// <summary>The ids and titles of the checks.</summary>
    public static IReadOnlyList<(string Id, string Title)> Checks => Kit.Checks;

    private static ConformanceKit<ClustererTrial> Kit { get; } = new([.. AssignmentChecks.All, .. RepetitionChecks.All, .. OwnershipChecks.All, .. EdgeChecks.All, .. LifetimeChecks.All]);

    /// <summary>Runs all checks. libtorch is loaded first.</summary>
    /// <param name="create">Makes a new clusterer.</param>
    /// <param name="options">What is to be known of it; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the checks early.</param>
    /// <returns>What was found.</returns>
    public static async Task<ConformanceReport> CheckAsync(Func<IClusterer> create, ClustererConformanceOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        options ??= new ClustererConformanceOptions();
        Libtorch.EnsureLoaded();
        return await Kit.RunAsync(() => new ClustererTrial(create, options), options.Patience, cancellationToken).ConfigureAwait(false);
    }
}
