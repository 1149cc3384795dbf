using System.Text.Json.Nodes;
using Tessera.Sdk.Testing.Tools;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Tests.Tools;

/// <summary>The kit for tools finds each fault, and finds none where there is none.</summary>
[Collection("the process's folder and variables")]
public class ToolConformanceSpecs
{
    public static TheoryData<int, string> Faults => [.. FaultyTools.All.Select((faulty, index) => (index, faulty.Id))];

    [Fact]
    public async Task A_right_tool_passes_everything()
    {
        var report = await ToolConformance.CheckAsync(() => new WriteTool(), Options());

        report.Results.Should().OnlyContain(result => result.Outcome == ConformanceOutcome.Passed, report.ToString());
        report.Invoking(right => right.ThrowIfFailed()).Should().NotThrow();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_faulty_tool_is_found_out(int index, string id)
    {
        var report = await ToolConformance.CheckAsync(FaultyTools.All[index].Create, Options());

        var failure = report.Failures.Should().Contain(result => result.Id == id, report.ToString()).Which;
        failure.Message.Should().NotBeEmpty();
        report.Invoking(faulty => faulty.ThrowIfFailed()).Should().Throw<ConformanceException>().WithMessage($"*{id}*");
    }

    [Fact]
    public void Each_check_has_a_faulty_tool() =>
        FaultyTools.All.Select(faulty => faulty.Id).Distinct().Should().BeEquivalentTo(ToolConformance.Checks.Select(check => check.Id));

    [Fact]
    public async Task A_check_that_asks_for_what_a_tool_has_not_is_no_fault()
    {
        var report = await ToolConformance.CheckAsync(() => new WriteTool(), new ToolConformanceOptions { Arguments = Options().Arguments, Deterministic = false });

        report.Results.Where(result => result.Outcome == ConformanceOutcome.NotApplicable).Select(result => result.Id).Should().Contain(["CONF-T15", "CONF-T16", "CONF-T17", "CONF-T25"]);
        report.Failures.Should().BeEmpty();
    }

    private static ToolConformanceOptions Options() => new()
    {
        Arguments = new JsonObject { ["path"] = "notes.txt", ["line"] = "four" },
        Patience = TimeSpan.FromSeconds(4),
    };
}
