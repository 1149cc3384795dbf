using System.Text.Json.Nodes;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Trajectories;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Tests.Sessions;

/// <summary>Whatever an agent calls and whatever a tool does, the session answers and goes on.</summary>
public sealed class SessionSpecs : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderWorkspace _workspace;
    private readonly LocalTerminal _terminal;
    private readonly RepeatTool _repeat = new();
    private readonly NotingTool _noting = new();

    public SessionSpecs()
    {
        _folder.Write("main.py", "one\n");
        _workspace = new FolderWorkspace(_folder.Root);
        _terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = _folder.Root });
    }

    public async ValueTask DisposeAsync()
    {
        await _terminal.DisposeAsync();
        await _workspace.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_unknown_tool_is_answered_with_the_nearest_name()
    {
        var answer = (await Session(_repeat).CallAsync(Call("repaet", """{"text": "a"}"""), default)).Should().ContainSingle().Which;
        answer.Failed.Should().BeTrue();
        answer.Text.Should().Contain("'repaet'").And.Contain("'repeat'");
    }

    [Theory]
    [InlineData("{}", "'text' is missing")]
    [InlineData("""{"text": "a", "tims": 2}""", "'times'")]
    [InlineData("""{"text": "a", "times": "many"}""", "whole number")]
    [InlineData("""{"text": {}}""", "Text is needed")]
    public async Task Wrong_arguments_are_all_explained(string arguments, string explanation)
    {
        var answer = (await Session(_repeat).CallAsync(Call("repeat", arguments), default)).Should().ContainSingle().Which;
        answer.Failed.Should().BeTrue();
        answer.Text.Should().Contain(explanation);
    }

    [Theory]
    [InlineData("""{"text": "ab", "times": "3"}""")]
    [InlineData("""{"text": "ab", "times": 3.0}""")]
    public async Task Numbers_as_models_write_them_are_understood(string arguments) =>
        (await Session(_repeat).CallAsync(Call("repeat", arguments), default))[0].Text.Should().Be("ababab");

    [Fact]
    public async Task A_tool_that_throws_is_an_answer()
    {
        var session = Session(new BrokenTool(), _repeat);
        var answer = (await session.CallAsync(Call("broken", """{"text": "a"}"""), default)).Should().ContainSingle().Which;
        answer.Failed.Should().BeTrue();
        answer.Text.Should().Contain("TESS4104").And.Contain("broken").And.Contain("tool fell over");
        (await session.CallAsync(Call("repeat", """{"text": "a"}"""), default))[0].Text.Should().Be("a");
    }

    [Fact]
    public async Task Events_reach_the_other_tools_and_a_handler_that_throws_does_not_stop_them()
    {
        var answers = await Session(_repeat, new BrokenTool(), _noting).CallAsync(Call("repeat", """{"text": "a", "times": 2}"""), default);
        answers.Select(answer => answer.Text).Should().SatisfyRespectively(
            text => text.Should().Be("aa"),
            text => text.Should().Contain("handler fell over").And.Contain("taking note of Ping"),
            text => text.Should().Be("heard Ping"));
        _repeat.Heard.Should().Be(0, "a tool knows what it did itself");
        _noting.Heard.Should().Equal(new Ping(2));
    }

    [Fact]
    public async Task Tools_that_answer_each_other_without_end_are_stopped()
    {
        var answers = await Session(new EchoTool("left"), new EchoTool("right")).CallAsync(Call("left", """{"text": "a"}"""), default);
        answers[0].Text.Should().Be("called");
        answers.Should().Contain(answer => answer.Failed && answer.Text.Contains("TESS4106"));
    }

    [Fact]
    public async Task A_long_answer_is_cut_and_says_so()
    {
        var answer = (await Session(_repeat).CallAsync(Call("repeat", $$"""{"text": "{{new string('x', 1000)}}", "times": 500}"""), default))[0];
        answer.Text.Length.Should().BeLessThanOrEqualTo(Observation.TextLimit);
        answer.Text.Contains("... (400064 characters left out) ...", StringComparison.Ordinal).Should().BeTrue("what is missing is counted");
    }

    [Fact]
    public void Two_tools_of_one_name_are_refused() =>
        FluentActions.Invoking(() => Session(new RepeatTool(), new RepeatTool())).Should().Throw<TesseraException>().Which.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS4103");

    [Fact]
    public async Task A_submission_ends_the_environment()
    {
        using var environment = new DebuggingEnvironment(Session(new SubmitTool(), _repeat));
        await environment.StepAsync(Call("submit", """{"text": "done"}"""), default);
        environment.Ended.Should().BeTrue();
        (await environment.StepAsync(Call("repeat", """{"text": "a"}"""), default)).Should().ContainSingle(answer => answer.Failed && answer.Text.Contains("TESS4105"));
    }

    [Fact]
    public async Task The_number_of_steps_is_bounded_and_each_is_recorded_once()
    {
        var steps = new List<TrajectoryStep>();
        using var environment = new DebuggingEnvironment(Session(_repeat, _noting), new EnvironmentLimits { MaxSteps = 2 }, steps.Add);
        for (var i = 0; i < 3; i++) await environment.StepAsync(Call("repeat", """{"text": "a"}"""), default);
        environment.Ended.Should().BeTrue();
        steps.Select(step => (step.Number, step.Observations.Count)).Should().Equal((1, 2), (2, 2));
    }

    [Fact]
    public async Task A_reset_brings_files_back_and_tells_the_tools_once()
    {
        using var environment = new DebuggingEnvironment(Session(_repeat, _noting));
        var snapshot = await _workspace.SnapshotAsync(default);
        await File.WriteAllTextAsync(_folder.At("main.py"), "two\n");
        await environment.StepAsync(Call("repeat", """{"text": "a"}"""), default);
        var noted = await environment.ResetAsync(snapshot, default);
        noted.Should().ContainSingle().Which.Text.Should().Be("heard EnvironmentReset");
        environment.Steps.Should().Be(0);
        (await File.ReadAllTextAsync(_folder.At("main.py"))).Should().Be("one\n");
    }

    [Fact]
    public async Task A_soft_reset_keeps_files_and_terminal_and_begins_anew()
    {
        var session = Session(new SubmitTool(), _repeat, _noting);
        using var environment = new DebuggingEnvironment(session);
        await File.WriteAllTextAsync(_folder.At("main.py"), "two\n");
        await environment.StepAsync(Call("submit", """{"text": "done"}"""), default);
        environment.Ended.Should().BeTrue();
        _noting.Heard.Clear();

        (await environment.ResetAsync(snapshot: null, default)).Should().ContainSingle().Which.Text.Should().Be("heard EnvironmentReset");

        _noting.Heard.Should().Equal(new EnvironmentReset(FilesRestored: false));
        (environment.Steps, environment.Ended).Should().Be((0, false));
        session.Terminal.Should().BeSameAs(_terminal);
        (await File.ReadAllTextAsync(_folder.At("main.py"))).Should().Be("two\n");
        (await environment.StepAsync(Call("repeat", """{"text": "a"}"""), default))[0].Text.Should().Be("a");
    }

    [Fact]
    public async Task Resets_leave_the_same_tree_each_time()
    {
        _folder.Write("deep/er/part.py", "part\n");
        using var environment = new DebuggingEnvironment(Session(_repeat));
        var snapshot = await _workspace.SnapshotAsync(default);
        var before = Tree();
        foreach (var round in new[] { "first", "second" })
        {
            File.Delete(_folder.At("main.py"));
            _folder.Write("deep/er/part.py", round);
            _folder.Write($"{round}/new.py", "new\n");
            await environment.ResetAsync(snapshot, default);
            Tree().Should().Equal(before, round);
        }

        IEnumerable<string> Tree() => Directory.EnumerateFileSystemEntries(_folder.Root, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(path => File.Exists(path) ? $"{path}: {File.ReadAllText(path)}" : path).ToList();
    }

    private ToolSession Session(params ITool[] tools) => new(_workspace, _terminal, new EntryPoints { Evaluate = ["true"] }, tools);

    private static ToolCall Call(string tool, string arguments) => new("1", tool, JsonNode.Parse(arguments)!.AsObject());
}
