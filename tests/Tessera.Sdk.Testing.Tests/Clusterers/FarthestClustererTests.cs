using Tessera.Sdk.Testing.Clusterers;

namespace Tessera.Sdk.Testing.Tests.Clusterers;

#region conformance
public class FarthestClustererTests
{
    [Fact]
    public async Task The_clusterer_keeps_its_contract()
    {
        var report = await ClustererConformance.CheckAsync(
            () => new FarthestClusterer(clusters: 4),
            new ClustererConformanceOptions { WithClusters = clusters => new FarthestClusterer(clusters), GaugeInvariant = true });

        report.ThrowIfFailed();
    }
}
#endregion
