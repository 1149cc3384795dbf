using System.Text.Json.Nodes;
using Tessera.Sdk.Testing.ToolSources;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Tests.ToolSources;

/// <summary>The kit for sources of tools finds each fault, and finds none where there is none.</summary>
[Collection("the process's folder and variables")]
public class ToolSourceConformanceSpecs
{
    /// <summary>What fails together with the call that has to succeed: no check of its own can be asked for then.</summary>
    private static readonly string[] NeedTheCall = ["CONF-X10", "CONF-X14"];

    public static TheoryData<int, string> Faults => [.. FaultyToolSources.All.Select((faulty, index) => (index, faulty.Id))];

    [Fact]
    public async Task A_right_source_passes_everything()
    {
        var report = await CheckAsync(() => new NoteSource(), FaultyToolSources.Unfit);

        report.Results.Should().OnlyContain(result => result.Outcome == ConformanceOutcome.Passed, report.ToString());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_faulty_source_is_found_out(int index, string id)
    {
        var (_, create, unfit) = FaultyToolSources.All[index];
        var report = await CheckAsync(create, unfit);

        report.Failures.Select(failure => failure.Id).Should().Equal([id], report.ToString());
        report.Failures[0].Message.Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_source_whose_tool_fails_is_found_out()
    {
        var report = await CheckAsync(() => new NoteSource { After = _ => Observation.Failure("Not today.") }, FaultyToolSources.Unfit);

        report.Failures.Select(failure => failure.Id).Should().Equal(NeedTheCall, report.ToString());
    }

    [Fact]
    public void Each_check_has_a_faulty_source() =>
        FaultyToolSources.All.Select(faulty => faulty.Id).Append("CONF-X10").Distinct().Should().BeEquivalentTo(ToolSourceConformance.Checks.Select(check => check.Id));

    private static Task<ConformanceReport> CheckAsync(Func<IToolSource> create, Func<IToolSource> unfit) => ToolSourceConformance.CheckAsync(
        create, new ToolSourceConformanceOptions { Tool = "note", Arguments = new JsonObject { ["text"] = "milk" }, Unfit = [unfit], Patience = TimeSpan.FromSeconds(6) });
}
