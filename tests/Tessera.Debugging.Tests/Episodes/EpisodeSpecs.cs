using System.Text.Json.Nodes;
using Tessera.Debugging.Conversations;
using Tessera.Debugging.Episodes;
using Tessera.Debugging.Steps;
using Tessera.Debugging.Tasks;
using Tessera.Debugging.Terminals.Local;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Tools.Eval;
using Tessera.Tools.Rewrite;
using Tessera.Tools.View;

namespace Tessera.Debugging.Tests.Episodes;

/// <summary>An agent works on a task, within bounds, and everything is written down.</summary>
public sealed class EpisodeSpecs : IDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly DebugTask _task;

    public EpisodeSpecs()
    {
        Requirements.Python();
        Requirements.Unix();
        _folder = new TemporaryFolder();
        _folder.Write("project/sums.py", "def add(a, b):\n    return a - b\n");
        _folder.Write("project/test_sums.py", "import unittest, sums\nclass Sums(unittest.TestCase):\n    def test_add(self): self.assertEqual(3, sums.add(1, 2))\n");
        _task = new DebugTask { Name = "sums", Project = _folder.At("project"), Instructions = "Mend add.", Evaluate = ["python3", "-m", "unittest"], ReadOnly = ["test_*.py"], Solution = "a patch" };
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_agent_sees_the_evaluation_first_and_what_it_changed_is_a_patch()
    {
        AgentTask? seen = null;
        var root = "";
        var result = await RunAsync(Options(async agent =>
        {
            (seen, root) = (agent.Task, agent.Environment.Root);
            await agent.CallAsync("rewrite", new JsonObject { ["path"] = "sums.py", ["start"] = 2, ["end"] = 2, ["new_code"] = "    return a + b\n" });
        }));

        (result.PassedBefore, result.PassedAfter, result.TestsBefore, result.TestsAfter).Should().Be((false, true, new TestCounts(0, 1), new TestCounts(1, 1)));
        result.Patch.Should().Contain("-    return a - b\n+    return a + b\n");
        seen!.Instructions.Should().Be("Mend add.");
        seen.Solution.Should().Be("a patch");
        seen.Start.Should().ContainSingle().Which.Text.Should().Contain("0 of 1 tests passed").And.Contain("AssertionError: 3 != -1");
        root.Should().Be(_folder.At("work/project"));
        File.ReadAllText(_folder.At("project/sums.py")).Should().Contain("a - b", "the project itself is never changed");
    }

    [Fact]
    public async Task A_conversation_is_written_so_that_each_question_can_be_rebuilt_and_no_message_twice()
    {
        var asked = new List<IReadOnlyList<ChatMessage>>();
        var result = await RunAsync(Options(async agent =>
        {
            var system = new ChatMessage(ChatRole.System, "Be brief.");
            List<ChatMessage> history = [system, new ChatMessage(ChatRole.User, "Begin.")];
            for (var i = 0; i < 40; i++)
            {
                asked.Add([.. history]);
                var reply = await agent.Task.Model!.ChatAsync(new ChatRequest([.. history], agent.Environment.Tools, new SamplingOptions()), agent.CancellationToken);
                history.Add(reply.Message);
                history.Add(new ChatMessage(ChatRole.Tool, new string('x', 2000), CallId: "1") { Failed = i == 3 });
                // Now and then the past is left out, as agents do.
                if (i % 10 == 9) history = [system, new ChatMessage(ChatRole.User, $"({i} steps are left out.)"), .. history[^4..]];
            }
        }) with { Model = CountingModel.Part });

        var lines = Lines(result);
        var table = new List<JsonNode>();
        var rebuilt = new List<List<string>>();
        foreach (var chat in lines.Where(line => Kind(line) == "chat"))
        {
            table.AddRange(chat["add"]!.AsArray().Select(message => message!));
            rebuilt.Add([.. chat["prompt"]!.AsArray().SelectMany(range => table.Skip(range![0]!.GetValue<int>()).Take(range[1]!.GetValue<int>())).Select(message => $"{message["role"]} {message["text"]} {message["failed"]}")]);
            table.Add(chat["reply"]!);
        }

        rebuilt.Should().BeEquivalentTo(
            asked.Select(messages => messages.Select(message => $"{message.Role.ToString().ToLowerInvariant()} {message.Text} {(message.Failed ? "true" : "")}").ToList()), order => order.WithStrictOrdering());
        lines.Count(line => Kind(line) == "tools").Should().Be(1, "the tools did not change");
        new FileInfo(_folder.At("work/trajectory.jsonl")).Length.Should().BeLessThan(40 * 2000 * 2, "nothing is written twice");
        lines.Select(Kind).First().Should().Be("start");
        lines.Select(Kind).Last().Should().Be("end");
        result.Usage.InputTokens.Should().Be(asked.Sum(messages => messages.Sum(message => (long)message.Text.Length)));
        result.Usage.Cost.Should().Be(result.Usage.InputTokens * 0.001m);
    }

    [Theory]
    [InlineData(1000, null)]
    [InlineData(null, 0.5)]
    public async Task A_budget_is_never_exceeded(int? tokens, double? cost)
    {
        var refusal = "";
        var result = await RunAsync(Options(async agent =>
        {
            List<ChatMessage> history = [new(ChatRole.User, new string('a', 50))];
            try
            {
                while (true)
                {
                    var reply = await agent.Task.Model!.ChatAsync(new ChatRequest([.. history], [], new SamplingOptions { MaxTokens = 20 }), agent.CancellationToken);
                    history.AddRange([reply.Message, new ChatMessage(ChatRole.User, "More.")]);
                }
            }
            catch (BudgetExhaustedException exhausted)
            {
                refusal = exhausted.Message;
            }
        }) with { Model = CountingModel.Part, Budget = new ModelBudgetOptions { Tokens = tokens, Cost = cost } });

        refusal.Should().Contain("The budget of task 'sums' is used up").And.Contain(tokens is null ? "cost" : "tokens");
        if (tokens is not null) (result.Usage.InputTokens + result.Usage.OutputTokens).Should().BeInRange(tokens.Value / 2, tokens.Value);
        else result.Usage.Cost.Should().BeInRange((decimal)cost!.Value / 2, (decimal)cost.Value);
    }

    [Fact]
    public async Task A_model_that_never_answered_is_no_result_that_would_be_kept_and_one_that_fails_later_is()
    {
        var nothing = await FluentActions.Awaiting(() => RunAsync(Options(Failing))).Should().ThrowAsync<TesseraException>();
        nothing.Which.Diagnostics.Should().ContainSingle().Which.Should().Match<Diagnostic>(fault => fault.Id == "TESS4504" && fault.Message.Contains("The key is not set."));

        Directory.Delete(_folder.At("work"), recursive: true);
        var some = await RunAsync(Options(async agent =>
        {
            await agent.CallAsync("view", new JsonObject { ["path"] = "sums.py" });
            await Failing(agent);
        }));
        (some.StopReason, some.Steps, some.Message).Should().Be((AgentStopReason.ModelFailed, 1, "The key is not set."));

        static Task Failing(ScriptedAgent agent)
        {
            (agent.Reason, agent.Message) = (AgentStopReason.ModelFailed, "The key is not set.");
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_success_ends_the_work_where_that_is_asked_for()
    {
        var last = "";
        var result = await RunAsync(Options(async agent =>
        {
            await agent.CallAsync("rewrite", new JsonObject { ["path"] = "sums.py", ["new_code"] = "def add(a, b):\n    return a + b\n" });
            agent.Environment.Ended.Should().BeFalse();
            await agent.CallAsync("eval");
            agent.Environment.Ended.Should().BeTrue();
            last = (await agent.CallAsync("eval"))[0].Text;
        }) with { EndOnSuccess = true });
        last.Should().Contain("TESS4105");
        result.Steps.Should().Be(2);
    }

    [Fact]
    public async Task Time_is_a_budget_too()
    {
        var result = await RunAsync(Options(agent => Task.Delay(TimeSpan.FromMinutes(5), agent.CancellationToken)) with { MaxMinutes = 0.005 });
        result.StopReason.Should().Be(AgentStopReason.BudgetExhausted);
        result.Message.Should().Contain("0.005 minutes");
        result.PassedAfter.Should().BeFalse();
    }

    [Fact]
    public async Task Long_observations_are_cut_to_what_the_agent_may_see()
    {
        _folder.Write("project/long.txt", string.Concat(Enumerable.Range(0, 2000).Select(i => $"line {i}\n")));
        var text = "";
        await RunAsync(Options(async agent => text = (await agent.CallAsync("view", new JsonObject { ["path"] = "long.txt" }))[0].Text) with { MaxObservation = 500 });
        text.Length.Should().BeLessThanOrEqualTo(500);
        text.Should().Contain("characters left out");
    }

    [Fact]
    public async Task A_lost_terminal_is_replaced_and_brought_to_the_same_state()
    {
        var terminals = new LosableTerminals();
        var answers = new List<string>();
        var result = await RunAsync(Options(async agent =>
        {
            await agent.CallAsync("rewrite", new JsonObject { ["path"] = "sums.py", ["new_code"] = "def add(a, b):\n    return a + b\n" });
            await agent.CallAsync("run", new JsonObject { ["text"] = "one" });
            terminals.Lose();
            var observations = await agent.CallAsync("run", new JsonObject { ["text"] = "two" });
            answers.AddRange(observations.Select(observation => observation.Text));
        }), terminals);

        answers[0].Should().Be("two\n");
        answers[1].Should().Contain("The terminal was lost: It was removed.").And.Contain("the 2 calls so far were made again; all answered as before");
        (result.PassedAfter, result.Steps).Should().Be((true, 3));
        Lines(result).Count(line => Kind(line) == "step").Should().Be(3, "repeated calls are no new steps");
    }

    [Fact]
    public async Task A_thousand_steps_take_no_more_memory_than_a_few_hundred()
    {
        _folder.Write("project/long.txt", string.Concat(Enumerable.Range(0, 1500).Select(i => $"line {i}\n")));
        var sizes = new List<long>();
        var result = await RunAsync(Options(async agent =>
        {
            List<ChatMessage> history = [new(ChatRole.User, "Begin.")];
            for (var i = 1; i <= 1000; i++)
            {
                var reply = await agent.Task.Model!.ChatAsync(new ChatRequest([.. history], agent.Environment.Tools, new SamplingOptions()), agent.CancellationToken);
                var observations = await agent.CallAsync("view", new JsonObject { ["path"] = "long.txt", ["start"] = i });
                history.AddRange([reply.Message, new ChatMessage(ChatRole.Tool, observations[0].Text, CallId: "1")]);
                if (history.Count > 21) history.RemoveRange(1, 2);
                if (i is 300 or 1000) sizes.Add(GC.GetTotalMemory(forceFullCollection: true));
            }
        }) with { Model = CountingModel.Part, MaxSteps = 1000 });

        result.Steps.Should().Be(1000);
        // 700 observations of up to 20,000 letters would be 28 MB.
        (sizes[1] - sizes[0]).Should().BeLessThan(4_000_000);
        var length = new FileInfo(_folder.At("work/trajectory.jsonl")).Length;
        length.Should().BeLessThan(1000L * 2 * 21_000, "it is linear in the steps");
    }

    private static string Kind(JsonNode line) => line["kind"]!.GetValue<string>();

    private static TestOptions Options(Func<ScriptedAgent, Task> script) => new()
    {
        Agent = ScriptedAgent.Part(script),
        Tools =
        [
            new Part<ITool>("tool/view", () => new OwnedPart<ITool>(new ViewTool(new ViewOptions()))),
            new Part<ITool>("tool/rewrite", () => new OwnedPart<ITool>(new RewriteTool(new RewriteOptions(), TimeProvider.System))),
            new Part<ITool>("tool/eval", () => new OwnedPart<ITool>(new EvalTool())),
            new Part<ITool>("tool/run", () => new OwnedPart<ITool>(new EchoTool())),
        ],
    };

    private List<JsonNode> Lines(EpisodeResult result) => [.. File.ReadLines(_folder.At("work/" + result.Trajectory)).Select(line => JsonNode.Parse(line)!)];

    private Task<EpisodeResult> RunAsync(TestOptions options, ITerminalProvider? terminals = null) =>
        new Episode(_task, options.ToOptions(), terminals ?? new LocalTerminalProvider(new LocalOptions(), TimeProvider.System), Array.Empty<ModelBudget>(), TimeProvider.System)
            .RunAsync(Directory.CreateDirectory(_folder.At("work")).FullName, new Seed(1), CancellationToken.None);

    private sealed record TestOptions
    {
        public required Part<IAgent> Agent { get; init; }

        public required IReadOnlyList<Part<ITool>> Tools { get; init; }

        public Part<ILanguageModel>? Model { get; init; }

        public ModelBudgetOptions? Budget { get; init; }

        public bool EndOnSuccess { get; init; }

        public double? MaxMinutes { get; init; }

        public int MaxObservation { get; init; } = 20_000;

        public int MaxSteps { get; init; } = 50;

        public DebugOptions ToOptions() => new DebugOptions
        {
            Project = "", Agent = Agent, Tools = Tools, Model = Model, Budget = Budget, EndOnSuccess = EndOnSuccess, MaxMinutes = MaxMinutes, MaxObservation = MaxObservation, MaxSteps = MaxSteps,
        };
    }
}
