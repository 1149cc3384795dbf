using System.Text.Json.Nodes;
using Tessera.Mcp.Tests.Sources;

namespace Tessera.Mcp.Tests.Clients;

/// <summary>The reference server, as a source of tools.</summary>
public class EverythingServerSpecs
{
    [Fact]
    public async Task I_can_use_the_tools_of_the_reference_server()
    {
        await using var everything = await OpenAsync();
        everything.Tools.Select(tool => tool.Definition.Name).Should().Contain(["echo", "get-sum", "get-structured-content", "get-tiny-image"]);
        (await everything.CallAsync("echo", new JsonObject { ["message"] = "hello" })).Text.Should().Contain("hello");
        (await everything.CallAsync("get-sum", new JsonObject { ["a"] = 2, ["b"] = 3 })).Text.Should().Contain("5");
    }

    [Fact]
    public async Task Structured_content_images_and_refusals_arrive()
    {
        await using var everything = await OpenAsync();
        var weather = await everything.CallAsync("get-structured-content", new JsonObject { ["location"] = "Chicago" });
        weather.Failed.Should().BeFalse(weather.Text);
        weather.Data!.Select(entry => entry.Key).Should().Contain("temperature");
        (await everything.CallAsync("get-tiny-image")).Text.Should().Contain("[an image of type image/png");
        var refused = await everything.CallAsync("get-sum", new JsonObject { ["a"] = 2 });
        refused.Failed.Should().BeTrue();
        refused.Text.Should().Contain("b");
    }

    private static Task<Shop> OpenAsync()
    {
        var server = NodeClients.Require("@modelcontextprotocol", "server-everything", "dist", "index.js");
        return Shop.OpenAsync(options => options.Command = [NodeClients.Node, server, "stdio"]);
    }
}
