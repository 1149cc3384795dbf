using System.Text.Json.Nodes;
using Tessera.Sdk.Testing.Tools;

namespace Acme.Plugin1.Tests;

public class Plugin1ToolTests
{
    [Fact]
    public async Task The_tool_keeps_its_contract()
    {
        var report = await ToolConformance.CheckAsync(
            () => new Plugin1Tool(new Plugin1Options()),
            new ToolConformanceOptions { Arguments = new JsonObject { ["path"] = "notes.txt", ["text"] = "t" } },
            TestContext.Current.CancellationToken);

        report.ThrowIfFailed();
    }
}
