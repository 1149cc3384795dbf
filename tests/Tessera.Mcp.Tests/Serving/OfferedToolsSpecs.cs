namespace Tessera.Mcp.Tests.Serving;

public class OfferedToolsSpecs
{
    [Fact]
    public async Task I_get_all_tools_that_ship_with_Tessera()
    {
        using var project = new Project();
        await using var served = await Served.StartAsync(project);
        var tools = await served.Client.ListToolsAsync();

        tools.Select(tool => tool.Name).Should().Contain(["eval", "grep", "pdb", "rewrite", "trace", "view"]);
        tools.Should().OnlyContain(tool => tool.Description.Length > 20);
        served.Client.ServerInstructions.Should().Contain(project.Folder).And.Contain("in place").And.Contain("python3 -m unittest");
    }

    [Fact]
    public async Task A_tools_schema_arrives_as_the_tool_wrote_it()
    {
        using var project = new Project();
        await using var served = await Served.StartAsync(project, "--tools", "grep");
        var grep = (await served.Client.ListToolsAsync()).Should().ContainSingle().Subject;

        var own = new Tools.Grep.GrepTool(new Tools.Grep.GrepOptions(), TimeProvider.System).Definition;
        grep.JsonSchema.GetRawText().Should().Be(own.Arguments.ToJsonString());
        grep.Description.Should().Be(own.Description);
        grep.ProtocolTool.OutputSchema.Should().BeNull("what the data of an answer look like is not promised");
    }

    [Fact]
    public async Task I_am_told_which_tools_change_nothing()
    {
        using var project = new Project();
        await using var served = await Served.StartAsync(project);
        var tools = await served.Client.ListToolsAsync();

        tools.Where(tool => tool.ProtocolTool.Annotations?.ReadOnlyHint == true).Select(tool => tool.Name).Should().Contain(["grep", "view"])
            .And.NotContain(["eval", "pdb", "rewrite", "trace"]);
    }

    [Fact]
    public async Task I_can_serve_a_strangers_tool()
    {
        using var project = new Project();
        await using var served = await Served.StartAsync(project, "--tools", "view, tool/count", "--plugins", Repository.Output("Samples.CountTool"));
        (await served.Client.ListToolsAsync()).Select(tool => tool.Name).Should().BeEquivalentTo(["view", "count"]);
        (await served.CallAsync("count", new { path = "prices.py" })).IsError.Should().NotBe(true);
    }
}
