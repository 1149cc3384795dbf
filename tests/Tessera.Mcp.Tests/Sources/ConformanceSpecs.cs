using System.Text.Json.Nodes;
using Tessera.Sdk.Testing;
using Tessera.Sdk.Testing.ToolSources;
using Tessera.ToolSources.Mcp;

namespace Tessera.Mcp.Tests.Sources;

/// <summary>What is asked of strangers' sources of tools holds for the one that is shipped.</summary>
[Collection(nameof(ProgramsOfThisProcess))]
public class ConformanceSpecs
{
    [Fact]
    public async Task A_server_as_a_source_conforms()
    {
        InstalledPython.Require();
        var report = await ToolSourceConformance.CheckAsync(() => Create(["python3", Shop.Script], ["look", "order"]), new ToolSourceConformanceOptions
        {
            Tool = "order",
            Arguments = new JsonObject { ["lines"] = new JsonArray(new JsonObject { ["item"] = "lamp" }) },
            Unfit = [() => Create(["a-program-that-is-not-there"]), () => Create(["python3", Shop.Script], ["sell"])],
            PartOptions = new JsonObject { ["command"] = new JsonArray("python3", Shop.Script) },
        });

        report.Failures.Should().BeEmpty(report.ToString());
    }

    private static McpToolSource Create(IReadOnlyList<string> command, IReadOnlyList<string>? tools = null) => new(new McpOptions { Command = command, Tools = tools }, TimeProvider.System);
}

/// <summary>Tests that look at which programs this process has started: those that start some run before.</summary>
[CollectionDefinition(nameof(ProgramsOfThisProcess), DisableParallelization = true)]
public class ProgramsOfThisProcess;
