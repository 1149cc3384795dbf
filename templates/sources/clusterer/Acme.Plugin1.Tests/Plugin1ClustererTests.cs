using Tessera.Sdk.Testing.Clusterers;

namespace Acme.Plugin1.Tests;

public class Plugin1ClustererTests
{
    [Fact]
    public async Task The_clusterer_keeps_its_contract()
    {
        var report = await ClustererConformance.CheckAsync(
            () => new Plugin1Clusterer(new Plugin1Options()),
            new ClustererConformanceOptions
            {
                Clusters = 2,
                // How much experts change the model says nothing of what they are.
                FindsKinds = false,
                WithClusters = clusters => new Plugin1Clusterer(new Plugin1Options { Clusters = clusters }),
                GaugeInvariant = true,
            },
            TestContext.Current.CancellationToken);

        report.ThrowIfFailed();
    }
}
