using System.Text.Json.Nodes;
using Tessera.Debugging.Terminals.Local;
using Tessera.Debugging.Terminals.Sandbox;
using Tessera.Sdk.Testing.Terminals;

namespace Tessera.Sdk.Testing.Tests.Terminals;

/// <summary>What is asked of strangers' terminals holds for the shipped ones.</summary>
[Collection("the process's folder and variables")]
public class ShippedTerminalsSpecs
{
    [Fact]
    public async Task The_local_terminal_conforms()
    {
        var report = await TerminalConformance.CheckAsync(() => new LocalTerminalProvider(new LocalOptions(), TimeProvider.System));

        RequireAll(report);
    }

    [Fact]
    public async Task The_sandbox_conforms()
    {
        await SandboxedSession.RequireAsync();
        var report = await TerminalConformance.CheckAsync(
            () => new SandboxTerminalProvider(new SandboxOptions { MemoryMegabytes = 512 }, TimeProvider.System),
            new TerminalConformanceOptions { Confines = true, PartOptions = new JsonObject { ["memoryMegabytes"] = 512 } });

        RequireAll(report);
    }

    // They are the platform's own and never loaded as a plugin is: the thread that starts programs lives as long as the process.
    private static void RequireAll(ConformanceReport report)
    {
        report.Failures.Select(failure => failure.Id).Should().Equal(["CONF-P43"], report.ToString());
        report.Failures[0].Message.Should().Contain("StartingThread").And.Contain("a thread");
    }
}
