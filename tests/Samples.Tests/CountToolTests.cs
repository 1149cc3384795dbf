using System.Text.Json.Nodes;
using Samples.CountTool;
using Tessera.Sdk.Testing.Tools;

namespace Samples.Tests;

#region conformance
public class CountToolTests
{
    [Fact]
    public async Task The_tool_keeps_its_contract()
    {
        var report = await ToolConformance.CheckAsync(
            () => new CountTool.CountTool(new CountOptions()),
            new ToolConformanceOptions { Arguments = new JsonObject { ["path"] = "notes.txt" } });

        report.ThrowIfFailed();
    }
}
#endregion
