using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Tests.Tools;

/// <summary>A tool with typed arguments.</summary>
public class ToolSpecs
{
    [Fact]
    public void The_definition_comes_from_the_arguments_class()
    {
        var definition = new EchoTool().Definition;

        (definition.Name, definition.Description).Should().Be(("echo", "Says a text again."));
        definition.Arguments.ToJsonString().Should().Be(
            """{"type":"object","properties":{"text":{"type":"string","description":"What to say."},"times":{"type":"integer","minimum":1,"maximum":1000000,"default":1}},"required":["text"],"additionalProperties":false}""");
    }

    [Theory]
    [InlineData("""{ "text": "hi" }""", "hi")]
    [InlineData("""{ "text": "hi", "times": 2 }""", "hihi")]
    [InlineData("""{ "text": 5, "times": "3" }""", "555")]
    [InlineData("""{ "text": "hi", "times": null }""", "hi")]
    public async Task Arguments_are_understood_as_models_write_them(string arguments, string answer) =>
        (await CallAsync(arguments)).Should().Be(Observation.Success(answer));

    [Fact]
    public async Task Wrong_arguments_are_answered_all_at_once_before_the_tool_sees_them()
    {
        var observation = await CallAsync("""{ "txt": "hi", "times": 0 }""");

        observation.Should().Be(Observation.Failure(
            "The arguments of echo are not right: txt: There is no 'txt' here. Did you mean 'text'? text: 'text' is missing. times: The value must be from 1 to 1000000, not 0."));
    }

    [Fact]
    public async Task A_long_answer_is_bounded()
    {
        var observation = await CallAsync("""{ "text": "hi", "times": 1000000 }""");

        observation.Failed.Should().BeFalse();
        observation.Text.Length.Should().BeLessThanOrEqualTo(Observation.TextLimit);
        observation.Text.Should().Contain("characters left out");
    }

    [Fact]
    public async Task What_the_workspace_refuses_is_a_failed_observation_and_nothing_else_is_caught()
    {
        (await CallAsync("""{ "text": "outside" }""")).Should().Be(Observation.Failure("`x` leads outside."));
        await FluentActions.Awaiting(() => CallAsync("""{ "text": "broken" }""")).Should().ThrowAsync<InvalidOperationException>();
    }

    private static async Task<Observation> CallAsync(string arguments) =>
        await new EchoTool().CallAsync(new ToolCall("1", "echo", JsonNode.Parse(arguments)!.AsObject()), null!, CancellationToken.None);

    private sealed class EchoArguments
    {
        [Description("What to say.")]
        public required string Text { get; set; }

        [Range(1, 1_000_000)]
        public int Times { get; set; } = 1;
    }

    private sealed class EchoTool() : Tool<EchoArguments>("echo", "Says a text again.")
    {
        protected override ValueTask<Observation> CallAsync(EchoArguments arguments, IToolSession session, CancellationToken cancellationToken) => arguments.Text switch
        {
            "outside" => throw new WorkspaceException(WorkspaceFault.Outside, "x", "`x` leads outside."),
            "broken" => throw new InvalidOperationException("broken"),
            var text => ValueTask.FromResult(Observation.Success(string.Concat(Enumerable.Repeat(text, arguments.Times)))),
        };
    }
}
