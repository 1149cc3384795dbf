using System.Diagnostics;
using System.Text.Json.Nodes;
using Tessera.Debugging.Conversations;
using Tessera.Debugging.Episodes;
using Tessera.Debugging.Steps;
using Tessera.Debugging.Tasks;
using Tessera.Debugging.Terminals.Local;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tools;
using Tessera.Tests;
using Tessera.Tools.Bash;
using Tessera.Tools.Eval;
using Tessera.Tools.Grep;
using Tessera.Tools.ListDir;
using Tessera.Tools.Pdb;
using Tessera.Tools.Rewrite;
using Tessera.Tools.Submit;
using Tessera.Tools.Trace;
using Tessera.Tools.View;
using TraceOptions = Tessera.Tools.Trace.TraceOptions;

namespace Tessera.Debugging.Tests.Episodes;

/// <summary>Whatever arguments an agent writes in an episode: each call is answered with an observation, and the episode goes on to its end.</summary>
public sealed class HostileArgumentSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Arguments_of_wrong_kinds_missing_unknown_too_large_and_too_deep_are_all_answered()
    {
        Requirements.Python();
        Requirements.Linux();
        _folder.Write("project/main.py", "def work():\n    return 1\nwork()\n");
        _folder.Write("outside/secret.txt", "secret");
        var time = TimeProvider.System;
        var calls = 0;
        // The one that ends the session is the last.
        Func<ITool>[] tools =
        [
            () => new ViewTool(new ViewOptions()), () => new GrepTool(new GrepOptions(), time), () => new RewriteTool(new RewriteOptions(), time), () => new ListDirTool(new ListDirOptions()), () => new BashTool(new BashOptions(), time),
            () => new PdbTool(new PdbOptions { TimeoutSeconds = 2 }, time), () => new TraceTool(new TraceOptions(), time), () => new EvalTool(), () => new SubmitTool(new SubmitOptions { EvaluateOnSubmit = false }),
        ];
        var options = new DebugOptions
        {
            Project = "",
            MaxSteps = 100_000,
            Tools = [.. tools.Select((make, i) => new Part<ITool>($"tool/{i}", () => new OwnedPart<ITool>(make())))],
            Agent = ScriptedAgent.Part(async agent =>
            {
                foreach (var tool in agent.Environment.Tools)
                {
                    foreach (var written in HostileArguments.For(tool.Arguments))
                    {
                        calls++;
                        await Answered(agent, tool.Name, written);
                    }
                }
            }),
        };
        var task = new DebugTask { Name = "hostile", Project = _folder.At("project"), Instructions = "Nothing.", Evaluate = ["python3", "main.py"] };

        var result = await new Episode(task, options, new LocalTerminalProvider(new LocalOptions(), time), Array.Empty<ModelBudget>(), time)
            .RunAsync(Directory.CreateDirectory(_folder.At("work")).FullName, new Seed(1), CancellationToken.None);

        result.StopReason.Should().Be(AgentStopReason.Done);
        calls.Should().BeGreaterThan(1500);
        Directory.GetFileSystemEntries(_folder.At("outside")).Should().ContainSingle();
        Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName).Should().BeEquivalentTo("project", "outside", "work");
    }

    private static async Task Answered(ScriptedAgent agent, string tool, string written)
    {
        var clock = Stopwatch.StartNew();
        var shown = $"{tool} {BoundedText.Cut(written, 300)}";
        var observations = await agent.CallAsync(tool, JsonNode.Parse(written)!.AsObject());
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20), shown);
        observations.Should().NotBeEmpty(shown);
        foreach (var observation in observations)
        {
            observation.Text.Should().NotBeNullOrWhiteSpace(shown).And.NotContain("TESS4104", shown).And.NotContain("secret", shown);
            observation.Text.Length.Should().BeLessThanOrEqualTo(Observation.TextLimit, shown);
        }
    }
}
