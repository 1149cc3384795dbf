using BenchmarkDotNet.Attributes;
using CliWrap;
using CliWrap.Buffered;
using Tessera.Agents.Replay;
using Tessera.Benchmarks.Programs;
using Tessera.Benchmarks.StartUp;
using Tessera.Debugging.Episodes;
using Tessera.Debugging.Steps;
using Tessera.Debugging.Terminals.Local;
using Tessera.Debugging.Terminals.Sandbox;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Tools.Pdb;
using Tessera.Tools.Rewrite;
using Tessera.Tools.Submit;
using Tessera.Tools.View;

namespace Tessera.Benchmarks.Episodes;

/// <summary>
/// Claim: an episode of nine steps (reset with an evaluation, view, set a breakpoint, continue to it, print twice, step, an edit that repairs, submit with an
/// evaluation) takes less than 700 ms, through <c>step/debug</c> with its third evaluation at the end. The calls are replayed, what they answer is live.
/// Compare with the four runs of the tests that are part of it.
/// </summary>
[Config(typeof(WholeProcesses))]
public class EpisodeBenchmark
{
    private const string Calls = """
        {"tool": "view", "arguments": {"path": "ladder.py"}}
        {"tool": "pdb", "arguments": {"command": "b ladder.py:24"}}
        {"tool": "pdb", "arguments": {"command": "c"}}
        {"tool": "pdb", "arguments": {"command": "p word, other"}}
        {"tool": "pdb", "arguments": {"command": "p before"}}
        {"tool": "pdb", "arguments": {"command": "n"}}
        {"tool": "rewrite", "arguments": {"path": "ladder.py", "start": 24, "end": 24, "new_code": "            if other not in before and other != start:"}}
        {"tool": "submit", "arguments": {}}
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("tessera-bench-").FullName;
    private int _count;

    [ParamsSource(nameof(AllCommands))]
    public string Command { get; set; } = "";

    [Params("local", "sandbox")]
    public string Terminal { get; set; } = "";

    public static IEnumerable<string> AllCommands => ["python3 -m unittest test.py", .. Pythons.WithPytest.Select(python => $"{python} -m pytest -q -p no:cacheprovider test.py")];

    private static string Project => Path.Combine(InstalledPrograms.Repository, "samples", "tasks-debug-gym", "word-ladder");

    private string Recording => Path.Combine(_root, "calls.jsonl");

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        await File.WriteAllTextAsync(Recording, Calls);
        var result = await Episode();
        if ((result.PassedBefore, result.PassedAfter, result.Steps, result.StopReason) is not (false, true, 8, AgentStopReason.Done)) throw new InvalidOperationException(result.ToString());
        var told = await File.ReadAllTextAsync(Path.Combine(_root, FormattableString.Invariant($"episode{_count}"), result.Trajectory));
        foreach (var expected in new[] { "Stopped at breakpoint 1.", "('cold', 'cord')" })
        {
            if (!told.Contains(expected, StringComparison.Ordinal)) throw new InvalidOperationException($"Without '{expected}':\n{told}");
        }
    }

    [GlobalCleanup]
    public void Remove() => Directory.Delete(_root, recursive: true);

    [Benchmark(Baseline = true)]
    public async Task FourBareRuns()
    {
        var command = Command.Split(' ');
        for (var run = 0; run < 4; run++) await Cli.Wrap(command[0]).WithArguments(command[1..]).WithWorkingDirectory(Project).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
    }

    [Benchmark]
    public async Task<EpisodeResult> Episode()
    {
        var time = TimeProvider.System;
        var options = new DebugOptions
        {
            Project = Project,
            Evaluate = Command.Split(' '),
            ReadOnly = ["/test.py"],
            Tools =
            [
                Part<ITool>("tool/view", () => new ViewTool(new ViewOptions())), Part<ITool>("tool/pdb", () => new PdbTool(new PdbOptions(), time)),
                Part<ITool>("tool/rewrite", () => new RewriteTool(new RewriteOptions(), time)), Part<ITool>("tool/submit", () => new SubmitTool(new SubmitOptions())),
            ],
            Agent = Part<IAgent>("agent/replay", () => new ReplayAgent(new ReplayOptions { Recording = Recording })),
            Terminal = Part<ITerminalProvider>("terminal", () => Terminal == "local" ? new LocalTerminalProvider(new LocalOptions(), time) : new SandboxTerminalProvider(new SandboxOptions(), time)),
        };
        var folder = Directory.CreateDirectory(Path.Combine(_root, FormattableString.Invariant($"episode{++_count}"))).FullName;
        return await new DebugStep(options, time).RunAsync(new StepFolder(folder), CancellationToken.None);
    }

    private static Part<TContract> Part<TContract>(string name, Func<TContract> create) where TContract : class => new(name, () => new OwnedPart<TContract>(create()));
}
