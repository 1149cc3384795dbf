using Tessera.Debugging.Terminals;
using Tessera.Debugging.Terminals.Local;
using Tessera.Debugging.Tests.Steps;
using Tessera.Sdk.Findings;

namespace Tessera.Debugging.Tests.Terminals;

/// <summary>Where programs cannot be confined, a run goes on unconfined and says so.</summary>
public sealed class TerminalChoiceSpecs
{
    [Fact]
    public async Task Where_they_cannot_be_confined_programs_run_unconfined_and_the_run_says_so()
    {
        using var folder = new TemporaryFolder();
        var context = new RecordingContext(folder.Root);
        await using var choice = await TerminalChoice.MakeAsync(null, TimeProvider.System, default, new BrokenTerminals());
        choice.Report(context);
        choice.Provider.Should().BeOfType<LocalTerminalProvider>();
        context.Findings.OfType<Table>().Should().ContainSingle().Which.Rows[0][1]!.GetValue<string>().Should().Contain("unconfined").And.Contain("Start it");
    }
}
