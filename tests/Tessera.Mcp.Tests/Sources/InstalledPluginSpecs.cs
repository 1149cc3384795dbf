using System.Text.Json.Nodes;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Tools;

namespace Tessera.Mcp.Tests.Sources;

public class InstalledPluginSpecs
{
    [Fact]
    public async Task The_installed_plugin_brings_a_servers_tools_as_pipelines_use_it()
    {
        InstalledPython.Require();
        await using var host = new PluginHost(PluginCatalog.Discover([Repository.BundledPlugins]));
        var part = host.Catalog.Find("tools/mcp").Part!;
        var options = host.BindOptions(part, new JsonObject { ["command"] = new JsonArray("python3", Shop.Script), ["tools"] = new JsonArray("look"), ["headers"] = new JsonObject() });
        options.Errors.Should().BeEmpty();
        await using var source = host.Create<IToolSource>(part, options.Value);
        var look = (await source.Value.OpenAsync(CancellationToken.None)).Should().ContainSingle().Subject;

        (await look.CallAsync(new ToolCall("1", "look", []), null!, CancellationToken.None)).Text.Should().StartWith("a lamp");
        host.Activated.Should().ContainSingle().Which.PrivateAssemblies.Should().Contain("ModelContextProtocol.Core");
    }
}
