using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Trajectories;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Tests.Sessions;

/// <summary>Whatever a tool answers can be written down.</summary>
public sealed class AnswerSpecs : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderWorkspace _workspace;
    private readonly LocalTerminal _terminal;

    public AnswerSpecs()
    {
        _workspace = new FolderWorkspace(_folder.Root);
        _terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = _folder.Root });
    }

    public async ValueTask DisposeAsync()
    {
        await _terminal.DisposeAsync();
        await _workspace.DisposeAsync();
        _folder.Dispose();
    }

    public static TheoryData<string> Faults => ["nothing", "no text", "no number", "itself"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_answer_that_is_none_is_a_fault_of_the_tool(string fault)
    {
        var steps = await RecordAsync(_ => fault switch
        {
            "nothing" => null!,
            "no text" => new Observation(null!),
            "no number" => Observation.Success("text", new JsonObject { ["value"] = double.NaN }),
            _ => Observation.Success("text", new JsonObject { ["value"] = JsonValue.Create(new Circle()) }),
        });
        steps[0]["observations"]![0]!["failed"]!.GetValue<bool>().Should().BeTrue();
        steps[0]["observations"]![0]!["text"]!.GetValue<string>().Should().StartWith("error TESS4104: The tool 'odd' failed");
    }

    [Fact]
    public async Task Halves_of_letters_in_a_text_are_replaced()
    {
        var steps = await RecordAsync(_ => Observation.Success("a\ud800b \ud83d\ude00", new JsonObject { ["value"] = "a\ud800" }));
        steps[0]["observations"]![0]!["data"]!["value"]!.GetValue<string>().Should().Be("a\uFFFD");
        steps[0]["observations"]![0]!["text"]!.GetValue<string>().Should().Be("a\uFFFDb \ud83d\ude00");
    }

    [Fact]
    public async Task Arguments_that_JSON_cannot_hold_do_not_end_the_record()
    {
        var steps = await RecordAsync(_ => Observation.Success("text"), new JsonObject { ["text"] = "\ud800" });
        steps.Should().ContainSingle().Which["tool"]!.GetValue<string>().Should().Be("odd");
    }

    private async Task<List<JsonNode>> RecordAsync(Func<ToolCall, Observation> answer, JsonObject? arguments = null)
    {
        var session = new ToolSession(_workspace, _terminal, new EntryPoints { Evaluate = ["true"] }, [new OddTool(answer)]);
        using (var writer = new TrajectoryWriter(_folder.At("trajectory.jsonl")))
        using (var environment = new DebuggingEnvironment(session, new EnvironmentLimits { MaxSteps = 5 }, writer.WriteStep))
            await environment.StepAsync(new ToolCall("1", "odd", arguments ?? []), default);
        return [.. (await File.ReadAllLinesAsync(_folder.At("trajectory.jsonl"))).Select(line => JsonNode.Parse(line)!)];
    }

    private sealed class Circle
    {
        public Circle Self => this;
    }

    private sealed class OddTool(Func<ToolCall, Observation> answer) : ITool
    {
        public ToolDefinition Definition { get; } = new RepeatTool().Definition with { Name = "odd" };

        public ValueTask<Observation> CallAsync(ToolCall call, IToolSession session, CancellationToken cancellationToken) => new(answer(call));
    }
}
