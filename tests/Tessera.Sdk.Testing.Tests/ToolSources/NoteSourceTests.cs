using System.Text.Json.Nodes;
using Tessera.Sdk.Testing.ToolSources;

namespace Tessera.Sdk.Testing.Tests.ToolSources;

#region conformance
public class NoteSourceTests
{
    [Fact]
    public async Task The_source_keeps_its_contract()
    {
        var report = await ToolSourceConformance.CheckAsync(
            () => new NoteSource(),
            new ToolSourceConformanceOptions { Tool = "note", Arguments = new JsonObject { ["text"] = "milk" } });

        report.ThrowIfFailed();
    }
}
#endregion
