using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Debugging.Episodes;
using Tessera.Debugging.Steps;
using Tessera.Debugging.Terminals.Local;
using Tessera.Debugging.Tests.Episodes;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Tools.Rewrite;

namespace Tessera.Debugging.Tests.Steps;

/// <summary>Many tasks side by side: none is done twice, none stops the others, and budgets hold for all of them.</summary>
public sealed class DebugTasksStepSpecs : IDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Lock _lock = new();
    private readonly List<string> _begun = [];

    public DebugTasksStepSpecs()
    {
        Requirements.Python();
        Requirements.Unix();
        _folder = new TemporaryFolder();
        Directory.CreateDirectory(_folder.At("step"));
        foreach (var name in new[] { "a", "b", "c", "d", "e", "f" })
        {
            _folder.Write($"tasks/{name}/task.json", """{ "evaluate": ["sh", "check.sh"], "readOnly": ["check.sh"] }""");
            _folder.Write($"tasks/{name}/instructions.md", $"Write right into {name}.txt.");
            _folder.Write($"tasks/{name}/project/{name}.txt", "wrong\n");
            _folder.Write($"tasks/{name}/project/check.sh", $"grep -q right {name}.txt\n");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whenever_it_is_interrupted_it_ends_with_the_result_of_an_undisturbed_run()
    {
        Directory.CreateDirectory(_folder.At("undisturbed"));
        var undisturbed = Comparable(await RunAsync(SolveAsync, folder: "undisturbed"));
        _begun.Clear();

        DebugTasksResult? result = null;
        for (var attempt = 1; result is null; attempt++)
        {
            // Each attempt is ended when it has begun two tasks, the second of them in the midst of its work.
            using var kill = new CancellationTokenSource();
            var begun = 0;
            try
            {
                result = await RunAsync(
                    async agent =>
                    {
                        if (Interlocked.Increment(ref begun) == 2) await kill.CancelAsync();
                        agent.CancellationToken.ThrowIfCancellationRequested();
                        await SolveAsync(agent);
                    },
                    parallel: 1, cancellationToken: kill.Token);
            }
            catch (OperationCanceledException)
            {
                attempt.Should().BeLessThan(20);
            }
        }

        Comparable(result).Should().Be(undisturbed);
        _begun.Should().HaveCount(6, "a task that is done is not repeated").And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_task_that_cannot_be_worked_on_does_not_stop_the_others_and_is_tried_again()
    {
        var broken = true;
        var failure = (await FluentActions.Awaiting(() => RunAsync(agent => broken && agent.Task.Instructions.Contains("c.txt", StringComparison.Ordinal)
            ? throw new IOException("The disk is full.")
            : SolveAsync(agent))).Should().ThrowAsync<TesseraException>()).Which;
        failure.Diagnostics.Should().ContainSingle().Which.Should().Match<Diagnostic>(fault => fault.Id == "TESS4503" && fault.Message.Contains("Task 'c'") && fault.Message.Contains("The disk is full."));
        _begun.Should().HaveCount(5);
        broken = false;

        var result = await RunAsync(SolveAsync);

        (result.Passed, result.Tasks.Count).Should().Be((6, 6));
        _begun.Should().HaveCount(6);
    }

    [Fact]
    public async Task What_all_tasks_may_cost_together_is_never_exceeded_and_abandoned_attempts_count()
    {
        var asked = 0;
        using var kill = new CancellationTokenSource();
        await FluentActions.Awaiting(() => RunAsync(
            async agent =>
            {
                await AskAsync(agent);
                if (Interlocked.Increment(ref asked) == 3) await kill.CancelAsync();
                agent.CancellationToken.ThrowIfCancellationRequested();
            },
            parallel: 1, model: true, cancellationToken: kill.Token)).Should().ThrowAsync<OperationCanceledException>();

        var exhausted = 0;
        var result = await RunAsync(
            async agent =>
            {
                try
                {
                    while (true) await AskAsync(agent);
                }
                catch (BudgetExhaustedException)
                {
                    Interlocked.Increment(ref exhausted);
                }
            },
            model: true, total: new ModelBudgetOptions { Tokens = 3000 });

        (result.Usage.InputTokens + result.Usage.OutputTokens).Should().BeInRange(2000, 3000);
        (result.Usage.InputTokens - result.Tasks.Sum(task => task.Usage.InputTokens)).Should().Be(100, "the third question was asked in an attempt that was given up");
        exhausted.Should().Be(4);
    }

    [Fact]
    public async Task People_get_a_table_of_all_tasks_and_each_difference_lies_in_its_folder()
    {
        var context = new RecordingContext(_folder.At("step"));
        var result = await RunAsync(agent => agent.Task.Instructions.Contains("b.txt", StringComparison.Ordinal) ? Task.CompletedTask : SolveAsync(agent), context: context);

        result.Passed.Should().Be(5);
        var table = context.Findings.OfType<Table>().Should().ContainSingle().Subject;
        table.Title.Should().Be("5 of 6 tasks solved");
        table.Rows.Select(row => row[2]!.GetValue<string>()).Should().Equal("passed", "failed", "passed", "passed", "passed", "passed");
        context.Metrics.Should().Contain("tasks", 6).And.Contain("passed", 5);
        File.ReadAllText(_folder.At("step/tasks/a/change.patch")).Should().Contain("-wrong\n+right\n");
        File.Exists(_folder.At("step/" + result.Tasks[0].Trajectory)).Should().BeTrue();
        Directory.Exists(_folder.At("step/tasks/a/project")).Should().BeFalse("copies are kept only where that is asked for");
    }

    [Fact]
    public async Task People_see_what_is_done_what_it_cost_what_is_under_way_and_why_an_agent_stopped()
    {
        var context = new RecordingContext(_folder.At("step"));
        await RunAsync(
            async agent =>
            {
                await AskAsync(agent);
                if (agent.Task.Instructions.Contains("b.txt", StringComparison.Ordinal)) (agent.Reason, agent.Message) = (AgentStopReason.GaveUp, "It is beyond me.");
                else await SolveAsync(agent);
            },
            parallel: 2, model: true, context: context);

        context.Progress[0].Should().MatchRegex(@"^0\.00 0 of 6 done, 0 solved \| [a-f]: evaluating before$");
        context.Progress.Should().Contain(told => told.Contains("0 of 6 done, 0 solved | a: ") && told.Contains(" | b: "), "two are worked on at once");
        context.Progress[^1].Should().MatchRegex(@"^1\.00 6 of 6 done, 5 solved, 618 tokens, cost 0\.6$");
        context.Findings.OfType<Table>().Single().Caption.Should().Be("b: GaveUp: It is beyond me.");
    }

    private static async Task AskAsync(ScriptedAgent agent) =>
        await agent.Task.Model!.ChatAsync(new ChatRequest([new ChatMessage(ChatRole.User, new string('x', 100))], [], new SamplingOptions { MaxTokens = 10 }), agent.CancellationToken);

    private static string Comparable(DebugTasksResult result) => JsonSerializer.Serialize(result);

    private async Task SolveAsync(ScriptedAgent agent)
    {
        lock (_lock) _begun.Add(agent.Task.Instructions);
        var name = agent.Task.Instructions.Split(' ')[^1].TrimEnd('.');
        await agent.CallAsync("rewrite", new JsonObject { ["path"] = name, ["new_code"] = "right\n" });
    }

    private Task<DebugTasksResult> RunAsync(
        Func<ScriptedAgent, Task> script, string folder = "step", int? parallel = null, bool model = false, ModelBudgetOptions? total = null,
        RecordingContext? context = null, CancellationToken cancellationToken = default) =>
        new DebugTasksStep(
            new DebugTasksOptions
            {
                Tasks = _folder.At("tasks"),
                Parallel = parallel,
                Agent = ScriptedAgent.Part(script),
                Model = model ? CountingModel.Part : null,
                TotalBudget = total,
                Terminal = new Part<ITerminalProvider>("terminal/local", () => new OwnedPart<ITerminalProvider>(new LocalTerminalProvider(new LocalOptions(), TimeProvider.System))),
                Tools = [new Part<ITool>("tool/rewrite", () => new OwnedPart<ITool>(new RewriteTool(new RewriteOptions(), TimeProvider.System)))],
            },
            TimeProvider.System).RunAsync(context ?? new RecordingContext(_folder.At(folder)), cancellationToken);
}
