using Tessera.Sdk.Agents;
using Tessera.Sdk.Testing.Agents;

namespace Tessera.Sdk.Testing.Tests.Agents;

/// <summary>The kit for agents finds each fault, and finds none where there is none.</summary>
[Collection("the process's folder and variables")]
public class AgentConformanceSpecs
{
    public static TheoryData<int, string> Faults => [.. FaultyAgents.All.Select((faulty, index) => (index, faulty.Id))];

    [Fact]
    public async Task A_right_agent_passes_everything()
    {
        var report = await CheckAsync(() => new TurnsAgent());

        report.Results.Should().OnlyContain(result => result.Outcome == ConformanceOutcome.Passed, report.ToString());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_faulty_agent_is_found_out(int index, string id)
    {
        var report = await CheckAsync(FaultyAgents.All[index].Create);

        report.Failures.Select(failure => failure.Id).Should().Equal([id], report.ToString());
        report.Failures[0].Message.Should().NotBeEmpty();
    }

    [Fact]
    public void Each_check_has_a_faulty_agent() =>
        FaultyAgents.All.Select(faulty => faulty.Id).Distinct().Should().BeEquivalentTo(AgentConformance.Checks.Select(check => check.Id));

    private static Task<ConformanceReport> CheckAsync(Func<IAgent> create) => AgentConformance.CheckAsync(
        create, new AgentConformanceOptions { Unfit = [new AgentTask { Instructions = "" }], Patience = TimeSpan.FromSeconds(6) });
}
