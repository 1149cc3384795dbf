using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Tessera.Mcp.Functions;
using Tessera.Sdk.Tools;

namespace Tessera.Mcp.Tests.Functions;

public class FunctionSpecs
{
    private static readonly ToolDefinition Greeting = new("greet", "Greets somebody.", JsonNode.Parse("""{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"x-mine":1}""")!.AsObject());

    [Fact]
    public async Task A_chat_client_can_call_a_tool()
    {
        var function = new ToolFunction(Greeting, (call, _) => Task.FromResult<IReadOnlyList<Observation>>(
            [Observation.Success($"Hello, {call.Arguments["name"]}!"), Observation.Success("Somebody was greeted.")]));
        (function.Name, function.Description).Should().Be(("greet", "Greets somebody."));
        function.JsonSchema.GetRawText().Should().Be(Greeting.Arguments.ToJsonString());
        (await function.InvokeAsync(new AIFunctionArguments { ["name"] = "Ada" })).Should().Be("Hello, Ada!\n\nSomebody was greeted.");
    }

    [Fact]
    public async Task What_a_tool_could_not_do_is_told_and_not_thrown()
    {
        var function = new ToolFunction(Greeting, (_, _) => Task.FromResult<IReadOnlyList<Observation>>([Observation.Failure("'name' is missing.")]));
        (await function.InvokeAsync()).Should().Be("'name' is missing.");
    }

    [Fact]
    public async Task A_session_can_call_a_function()
    {
        var tool = new FunctionTool(AIFunctionFactory.Create((int a, int b) => a + b, "add", "Adds."));
        (tool.Definition.Name, tool.Definition.Description).Should().Be(("add", "Adds."));
        tool.Definition.Arguments["properties"]!.AsObject().Select(property => property.Key).Should().Equal("a", "b");
        (await CallAsync(tool, """{"a":1,"b":2}""")).Should().Be(Observation.Success("3"));
    }

    [Fact]
    public async Task A_function_that_throws_is_a_failed_call()
    {
        var tool = new FunctionTool(AIFunctionFactory.Create(string () => throw new InvalidOperationException("closed today"), "open"));
        var answer = await CallAsync(tool, "{}");
        answer.Failed.Should().BeTrue();
        answer.Text.Should().Contain("open failed: closed today");
    }

    [Fact]
    public async Task What_went_there_as_a_tool_comes_back_as_one()
    {
        var tool = new FunctionTool(new ToolFunction(Greeting, (call, _) => Task.FromResult<IReadOnlyList<Observation>>([Observation.Success(call.Arguments.ToJsonString())])));
        JsonNode.DeepEquals(tool.Definition.Arguments, Greeting.Arguments).Should().BeTrue();
        (await CallAsync(tool, """{"name":"Ada","more":[1,{"x":null}]}""")).Text.Should().Be("""{"name":"Ada","more":[1,{"x":null}]}""");
    }

    private static async Task<Observation> CallAsync(FunctionTool tool, string arguments) =>
        await tool.CallAsync(new ToolCall("1", tool.Definition.Name, JsonNode.Parse(arguments)!.AsObject()), null!, CancellationToken.None);
}
