using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tessera.Mcp.Tests.Serving;

/// <summary>Whatever arguments a client sends: each call has a result with a text, and the server serves on.</summary>
public class HostileArgumentSpecs
{
    [Fact]
    public async Task Arguments_of_wrong_kinds_missing_unknown_too_large_and_too_deep_all_have_results()
    {
        using var outside = new TemporaryFolder();
        using var project = new Project();
        outside.File("secret.txt", "only outside");
        await using var served = await Served.StartAsync(project, "--evaluate", "python3 -c 1");
        var calls = 0;
        foreach (var tool in await served.Client.ListToolsAsync())
        {
            foreach (var written in HostileArguments.For(JsonNode.Parse(tool.JsonSchema.GetRawText())!.AsObject()).Where(IsSent))
            {
                calls++;
                await HasResult(served, tool.Name, written);
            }
        }

        calls.Should().BeGreaterThan(1200);
        (await served.CallAsync("view", new { path = "prices.py" })).Text().Should().Contain("total");
        Directory.GetFileSystemEntries(outside.Path).Should().ContainSingle();
    }

    private static async Task HasResult(Served served, string tool, string written)
    {
        var clock = Stopwatch.StartNew();
        var shown = $"{tool} {written[..Math.Min(written.Length, 300)]}";
        var result = await served.CallAsync(tool, JsonSerializer.Deserialize<JsonElement>(written));
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20), shown);
        result.Text().Should().NotBeNullOrWhiteSpace(shown).And.NotContain("TESS4104", shown).And.NotContain("only outside", shown);
    }

    // The client itself cannot send a name twice.
    private static bool IsSent(string written)
    {
        using var document = JsonDocument.Parse(written);
        var names = document.RootElement.EnumerateObject().Select(argument => argument.Name).ToList();
        return names.Distinct().Count() == names.Count;
    }
}
