using Tessera.Sdk.Testing.Routers;

namespace Tessera.Sdk.Testing.Tests.Routers;

/// <summary>The kit for routers finds each fault, and finds none where there is none.</summary>
public class RouterConformanceSpecs
{
    public static TheoryData<int, string> Faults => [.. FaultyRouters.All.Select((faulty, index) => (index, faulty.Id))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_right_router_passes_everything(bool learns)
    {
        var report = await RouterConformance.CheckAsync(() => new SoftRouter { Learns = learns });

        report.Failures.Should().BeEmpty(report.ToString());
        report.Results.Count(result => result.Outcome == ConformanceOutcome.Passed).Should().BeGreaterThan(20);
    }

    [Fact]
    public async Task A_right_router_that_is_calibrated_passes_everything()
    {
        var report = await RouterConformance.CheckAsync(() => new SoftRouter { Learns = true, Wrap = (routing, context) => new GatedRouting(routing, context) });

        report.Failures.Should().BeEmpty(report.ToString());
        report.Results.Where(result => result.Id is "CONF-R29" or "CONF-R30").Should().OnlyContain(result => result.Outcome == ConformanceOutcome.Passed);
    }

    [Fact]
    public async Task A_right_router_that_can_be_turned_into_the_average_passes_everything()
    {
        var report = await RouterConformance.CheckAsync(() => new SoftRouter { Wrap = (routing, _) => new MixedRouting(routing) });

        report.Failures.Should().BeEmpty(report.ToString());
        report.Results.Single(result => result.Id == "CONF-R31").Outcome.Should().Be(ConformanceOutcome.Passed);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_faulty_router_is_found_out(int index, string id)
    {
        var report = await RouterConformance.CheckAsync(FaultyRouters.All[index].Create);

        report.Failures.Should().Contain(result => result.Id == id, report.ToString()).Which.Message.Should().NotBeEmpty();
    }

    [Fact]
    public void Each_check_has_a_faulty_router() =>
        FaultyRouters.All.Select(faulty => faulty.Id).Distinct().Should().BeEquivalentTo(RouterConformance.Checks.Select(check => check.Id));
}
