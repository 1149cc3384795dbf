using Tessera.Debugging.Episodes;
using Tessera.Debugging.Steps;
using Tessera.Debugging.Terminals.Local;
using Tessera.Debugging.Tests.Episodes;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Tests.Steps;

/// <summary>A model is asked only where there is something to do and all that is needed is there, and what it left half done is no result.</summary>
public sealed class BeginningSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _begun;

    public BeginningSpecs()
    {
        Requirements.Unix();
        _folder.Write("project/check.sh", "test -e right\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_Python_without_pytest_is_a_fault_of_the_environment_and_no_agent_is_begun()
    {
        Requirements.Python();
        var failure = await FaultAsync(Options(agent => Task.CompletedTask, ["python3", "-S", "-m", "pytest"]));

        (failure.Id, _begun).Should().Be(("TESS4107", 0));
        failure.Remedy.Should().Contain("pytest is not installed for ").And.Contain("-m pip install pytest");
    }

    [Fact]
    public async Task Where_the_evaluation_passes_already_nothing_is_asked_of_the_model_and_the_result_says_so()
    {
        _folder.Write("project/right", "");
        var context = new RecordingContext(NewFolder());

        var result = await RunAsync(Options(agent => Task.CompletedTask), context);

        (result.StopReason, result.Steps, result.PassedBefore, result.PassedAfter, _begun).Should().Be((AgentStopReason.NothingToDo, 0, true, true, 0));
        result.Message.Should().Contain("passes before any work").And.Contain("workOnPassing");
        context.Findings.OfType<Sdk.Findings.Table>().Should().Contain(table => table.Caption != null && table.Caption.Contains("NothingToDo"));
    }

    [Fact]
    public async Task It_is_begun_all_the_same_where_that_is_wanted_or_where_no_model_would_be_asked()
    {
        _folder.Write("project/right", "");
        var wanted = Options(agent => Task.CompletedTask);
        wanted.WorkOnPassing = true;
        (await RunAsync(wanted)).StopReason.Should().Be(AgentStopReason.Done);
        var alone = Options(agent => Task.CompletedTask);
        alone.Model = null;
        (await RunAsync(alone)).StopReason.Should().Be(AgentStopReason.Done);
        _begun.Should().Be(2);
    }

    [Fact]
    public async Task What_a_model_that_failed_in_the_midst_of_the_work_left_is_no_result_for_a_later_run()
    {
        var context = new RecordingContext(NewFolder());
        var result = await RunAsync(Options(agent => FailAsync(agent, path: "wrong")), context);

        (result.StopReason, result.Steps, context.IsForThisRunOnly).Should().Be((AgentStopReason.ModelFailed, 1, true));
        context.Findings.OfType<Sdk.Findings.Table>().Should().Contain(table => table.Caption != null && table.Caption.EndsWith("The next run does this work anew."));
        var right = new RecordingContext(NewFolder());
        (await RunAsync(Options(agent => FailAsync(agent, path: "right")), right)).PassedAfter.Should().BeTrue();
        right.IsForThisRunOnly.Should().BeFalse("what is right is kept, whatever became of the model");
    }

    [Fact]
    public async Task Of_many_tasks_the_one_whose_model_failed_is_tried_again_and_the_others_are_not()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            _folder.Write($"tasks/{name}/task.json", """{ "evaluate": ["sh", "check.sh"] }""");
            _folder.Write($"tasks/{name}/instructions.md", name);
            _folder.Write($"tasks/{name}/project/check.sh", "test -e right\n");
        }

        var folder = NewFolder();
        var (result, context) = await RunTasksAsync(folder, agent => agent.Task.Instructions.Trim() == "b" ? FailAsync(agent, "wrong") : MakeAsync(agent, "right"));
        (result.Passed, result.Tasks.Count, context.IsForThisRunOnly, _begun).Should().Be((2, 3, true, 3));

        (result, context) = await RunTasksAsync(folder, agent => MakeAsync(agent, "right"));

        (result.Passed, result.Tasks.Count, context.IsForThisRunOnly, _begun).Should().Be((3, 3, false, 4));
    }

    [Theory]
    [InlineData(true, "has no language model")]
    [InlineData(false, "The language model 'silent' cannot converse")]
    public async Task An_agent_without_the_model_that_it_needs_is_refused_before_the_project_is_copied(bool none, string reason)
    {
        var folder = NewFolder();
        var options = Options(agent => Task.CompletedTask);
        options.Agent = new Part<IAgent>("agent/talking", () => new OwnedPart<IAgent>(new TalkingAgent()));
        options.Model = none ? null : new Part<ILanguageModel>("model/silent", () => new OwnedPart<ILanguageModel>(new SilentModel()));

        var failure = await FaultAsync(options, folder);

        failure.Id.Should().Be("TESS4303");
        failure.Message.Should().Contain("agent/talking").And.Contain(reason);
        Directory.EnumerateFileSystemEntries(folder).Should().BeEmpty();
    }

    private static async Task MakeAsync(ScriptedAgent agent, string path) => await agent.CallAsync("rewrite", new() { ["path"] = path, ["new_code"] = "x\n" });

    private static async Task FailAsync(ScriptedAgent agent, string path)
    {
        await MakeAsync(agent, path);
        (agent.Reason, agent.Message) = (AgentStopReason.ModelFailed, "The service is gone.");
    }

    private string NewFolder() => Directory.CreateDirectory(_folder.At(Guid.NewGuid().ToString("N"))).FullName;

    private async Task<Diagnostic> FaultAsync(DebugOptions options, string? folder = null) =>
        (await FluentActions.Awaiting(() => RunAsync(options, new RecordingContext(folder ?? NewFolder()))).Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle().Subject;

    private Task<EpisodeResult> RunAsync(DebugOptions options, RecordingContext? context = null) =>
        new DebugStep(options, TimeProvider.System).RunAsync(context ?? new RecordingContext(NewFolder()), default);

    private async Task<(DebugTasksResult Result, RecordingContext Context)> RunTasksAsync(string folder, Func<ScriptedAgent, Task> script)
    {
        var (options, context) = (Options(script), new RecordingContext(folder));
        var step = new DebugTasksStep(
            new DebugTasksOptions { Tasks = _folder.At("tasks"), Agent = options.Agent, Model = options.Model, Terminal = options.Terminal, Tools = options.Tools },
            TimeProvider.System);
        return (await step.RunAsync(context, default), context);
    }

    private DebugOptions Options(Func<ScriptedAgent, Task> script, IReadOnlyList<string>? evaluate = null) => new()
    {
        Project = _folder.At("project"),
        Evaluate = evaluate ?? ["sh", "check.sh"],
        Model = CountingModel.Part,
        Terminal = new Part<ITerminalProvider>("terminal/local", () => new OwnedPart<ITerminalProvider>(new LocalTerminalProvider(new LocalOptions(), TimeProvider.System))),
        Tools = [new("tool/rewrite", () => new OwnedPart<Sdk.Tools.ITool>(new Tessera.Tools.Rewrite.RewriteTool(new(), TimeProvider.System)))],
        Agent = ScriptedAgent.Part(agent =>
        {
            Interlocked.Increment(ref _begun);
            return script(agent);
        }),
    };

    private sealed class TalkingAgent : IAgent
    {
        public LanguageModelCapabilities NeededCapabilities => LanguageModelCapabilities.Chat;

        public Task<AgentOutcome> RunAsync(IAgentEnvironment environment, AgentTask task, CancellationToken cancellationToken) => throw new InvalidOperationException("It cannot work.");
    }

    private sealed class SilentModel : ILanguageModel
    {
        public string Identity => "silent";

        public LanguageModelCapabilities Capabilities => LanguageModelCapabilities.Generate;
    }
}
