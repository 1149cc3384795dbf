using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Testing.Clusterers;

namespace Tessera.Sdk.Testing.Tests.Clusterers;

/// <summary>The kit for clusterers finds each fault, and finds none where there is none.</summary>
[Collection("the process's folder and variables")]
public class ClustererConformanceSpecs
{
    public static TheoryData<int, string> Faults => [.. FaultyClusterers.All.Select((faulty, index) => (index, faulty.Id))];

    [Fact]
    public async Task A_right_clusterer_passes_everything()
    {
        var report = await CheckAsync(clusters => new FarthestClusterer(clusters));

        report.Results.Should().OnlyContain(result => result.Outcome == ConformanceOutcome.Passed, report.ToString());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_faulty_clusterer_is_found_out(int index, string id)
    {
        var report = await CheckAsync(FaultyClusterers.All[index].Create);

        report.Failures.Select(failure => failure.Id).Should().Equal([id], report.ToString());
        report.Failures[0].Message.Should().NotBeEmpty();
    }

    [Fact]
    public void Each_check_has_a_faulty_clusterer() =>
        FaultyClusterers.All.Select(faulty => faulty.Id).Distinct().Should().BeEquivalentTo(ClustererConformance.Checks.Select(check => check.Id));

    [Fact]
    public async Task What_a_clusterer_is_not_said_to_do_is_not_asked_of_it()
    {
        var report = await ClustererConformance.CheckAsync(
            () => new FarthestClusterer(), new ClustererConformanceOptions { Clusters = null, FindsKinds = false, OrderInvariant = false });

        report.Failures.Select(failure => failure.Id).Should().Equal(["CONF-C20"], "one expert is no four clusters, and it is said to find the number by itself");
        report.Results.Where(result => result.Outcome == ConformanceOutcome.NotApplicable).Select(result => result.Id)
            .Should().Equal("CONF-C03", "CONF-C04", "CONF-C09", "CONF-C11", "CONF-C21", "CONF-C22", "CONF-C23");
    }

    private static Task<ConformanceReport> CheckAsync(Func<int, IClusterer> create) => ClustererConformance.CheckAsync(
        () => create(4), new ClustererConformanceOptions { WithClusters = create, GaugeInvariant = true, Patience = TimeSpan.FromSeconds(6) });
}
