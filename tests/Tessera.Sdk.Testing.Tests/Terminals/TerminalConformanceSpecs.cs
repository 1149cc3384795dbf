using Tessera.Debugging.Terminals.Sandbox;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Testing.Terminals;

namespace Tessera.Sdk.Testing.Tests.Terminals;

/// <summary>The kit for terminals finds each fault, and finds none where there is none.</summary>
[Collection("the process's folder and variables")]
public class TerminalConformanceSpecs
{
    private static readonly string[] _confinement = ["CONF-P38", "CONF-P39", "CONF-P40"];
    private static readonly SandboxTerminalProvider _sandbox = new(new SandboxOptions(), TimeProvider.System);

    public static TheoryData<int, string> Faults => [.. FaultyTerminals.All.Select((faulty, index) => (index, faulty.Id))];

    public static TheoryData<int, string> FaultsOfConfinement => [.. FaultyTerminals.Confining(_sandbox).Select((faulty, index) => (index, faulty.Id))];

    [Fact]
    public async Task Right_terminals_pass_everything()
    {
        var report = await CheckAsync(() => new HookedTerminals(), confines: false);

        report.Results.Where(result => result.Outcome != ConformanceOutcome.Passed).Select(result => result.Id).Should().Equal(_confinement, report.ToString());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Faulty_terminals_are_found_out(int index, string id) => RequireFailure(id, await CheckAsync(FaultyTerminals.All[index].Create, confines: false));

    [Theory]
    [MemberData(nameof(FaultsOfConfinement))]
    public async Task Terminals_that_do_not_confine_are_found_out(int index, string id)
    {
        await SandboxedSession.RequireAsync();

        RequireFailure(id, await CheckAsync(FaultyTerminals.Confining(_sandbox)[index].Create, confines: true));
    }

    [Fact]
    public async Task Where_terminals_do_not_work_nothing_is_asked_of_them()
    {
        var report = await CheckAsync(() => new HookedTerminals { Obstacle = "There is no container here. Install one." }, confines: true);

        report.Failures.Should().BeEmpty(report.ToString());
        report.Results.Single(result => result.Id == "CONF-P04").Message.Should().Contain("Install one");
    }

    [Fact]
    public void Each_check_has_faulty_terminals() =>
        FaultyTerminals.All.Concat(FaultyTerminals.Confining(_sandbox)).Select(faulty => faulty.Id).Distinct().Should().BeEquivalentTo(TerminalConformance.Checks.Select(check => check.Id));

    private static void RequireFailure(string id, ConformanceReport report)
    {
        report.Failures.Select(failure => failure.Id).Should().Equal([id], report.ToString());
        report.Failures[0].Message.Should().NotBeEmpty();
    }

    private static Task<ConformanceReport> CheckAsync(Func<ITerminalProvider> create, bool confines) =>
        TerminalConformance.CheckAsync(create, new TerminalConformanceOptions { Confines = confines, Patience = TimeSpan.FromSeconds(20) });
}
