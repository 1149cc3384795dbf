using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Mcp.Tests.Sources;

public class OfferedToolsSpecs
{
    [Fact]
    public async Task I_get_the_tools_of_all_of_a_servers_pages()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Tools.Select(tool => tool.Definition.Name).Should().Equal("order", "look", "fail", "wait", "die", "tell", "spawn", "shop_door_open");
        shop["look"].Definition.Description.Should().Be("Does look.");
    }

    [Fact]
    public async Task A_schema_is_kept_whole()
    {
        await using var shop = await Shop.OpenAsync();
        var schema = shop["order"].Definition.Arguments;
        JsonNode.DeepEquals(schema, JsonNode.Parse("""
            {
              "type": "object",
              "properties": {
                "lines": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/line"}},
                "speed": {"enum": ["slow", "fast", 3]},
                "to": {"type": "object", "properties": {"street": {"type": ["string", "null"]}}, "required": ["street"], "additionalProperties": false}
              },
              "required": ["lines"],
              "$defs": {"line": {"type": "object", "properties": {"item": {"type": "string", "pattern": "^[a-z]+$"}, "count": {"type": "integer", "default": 1}}}},
              "x-shop": {"open": true}
            }
            """)).Should().BeTrue(schema.ToJsonString());
    }

    [Fact]
    public async Task I_can_take_some_of_the_tools_under_names_of_my_own()
    {
        await using var shop = await Shop.OpenAsync(options => (options.Tools, options.Prefix) = (["look", "fail"], "shop_"));
        shop.Tools.Select(tool => tool.Definition.Name).Should().Equal("shop_look", "shop_fail");
        (await shop.CallAsync("shop_fail")).Text.Should().Be("we are closed");
    }

    [Fact]
    public async Task A_name_that_models_cannot_call_is_made_one_that_they_can()
    {
        await using var shop = await Shop.OpenAsync(options => options.Tools = ["shop.door/open"]);
        (await shop.CallAsync("shop_door_open")).Text.Should().Be("the door is open");
    }

    [Fact]
    public async Task A_tool_that_the_server_does_not_have_is_named()
    {
        var opening = () => Shop.OpenAsync(options => options.Tools = ["look", "ordre"]);
        (await opening.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle()
            .Which.Should().Match<Diagnostic>(problem => problem.Id == "TESS4614" && problem.Message.Contains("'ordre'") && problem.Remedy!.Contains("'order'"));
    }

    [Fact]
    public async Task Options_that_name_no_server_or_two_are_refused()
    {
        var none = () => Shop.OpenAsync(options => options.Command = null);
        var both = () => Shop.OpenAsync(options => options.Url = "http://127.0.0.1:1/mcp");
        var malformed = () => Shop.OpenAsync(options => (options.Command, options.Url) = (null, "127.0.0.1"));
        foreach (var opening in new[] { none, both, malformed })
            (await opening.Should().ThrowAsync<TesseraException>()).Which.Diagnostics[0].Id.Should().Be("TESS4611");
    }

    [Fact]
    public async Task A_server_that_does_not_start_is_reported_with_what_it_wrote()
    {
        var broken = () => Shop.OpenAsync(options => options.Command = ["python3", Shop.Script, "--broken"]);
        (await broken.Should().ThrowAsync<TesseraException>()).Which.Message.Should().Contain("TESS4613").And.Contain("there is no shop here");
        var missing = () => Shop.OpenAsync(options => options.Command = ["no-such-program"]);
        (await missing.Should().ThrowAsync<TesseraException>()).Which.Message.Should().Contain("TESS4613").And.Contain("no-such-program");
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_not_waited_for()
    {
        var silent = () => Shop.OpenAsync(options => (options.Command, options.TimeoutSeconds) = (["sleep", "60"], 1));
        (await silent.Should().ThrowAsync<TesseraException>()).Which.Message.Should().Contain("did not answer within 1 seconds");
    }
}
