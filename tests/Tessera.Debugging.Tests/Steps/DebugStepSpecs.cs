using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Agents.Replay;
using Tessera.Debugging.Episodes;
using Tessera.Debugging.Steps;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Debugging.Terminals.Local;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Tools.Eval;
using Tessera.Tools.Grep;
using Tessera.Tools.Pdb;
using Tessera.Tools.Rewrite;
using Tessera.Tools.View;

namespace Tessera.Debugging.Tests.Steps;

/// <summary>An agent repairs a project: with the real debugger, on real Python.</summary>
public sealed class DebugStepSpecs : IDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly RecordingContext _context;

    public DebugStepSpecs()
    {
        Requirements.Python();
        _folder = new TemporaryFolder();
        Directory.CreateDirectory(_folder.At("step"));
        _context = new RecordingContext(_folder.At("step"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_recorded_session_repairs_the_sample()
    {
        var before = Directory.GetFiles(Sample("bug")).ToDictionary(file => file, File.ReadAllText);

        var result = await RunAsync(Sample("bug"), Sample("bug.recording.jsonl"));

        (result.PassedBefore, result.PassedAfter).Should().Be((false, true));
        (result.TestsBefore, result.TestsAfter).Should().Be((new TestCounts(7, 9), new TestCounts(9, 9)));
        (result.Steps, result.StopReason).Should().Be((File.ReadAllLines(Sample("bug.recording.jsonl")).Length, AgentStopReason.Done));
        result.Patch.Should().Contain("--- a/pricing.py").And.Contain("+        if quantity >= pieces:").And.Contain("+        parts[index] += 1").And.NotContain("test_invoice");
        foreach (var (file, text) in before) (await File.ReadAllTextAsync(file)).Should().Be(text, "the project itself is never changed");
    }

    [Fact]
    public async Task Every_observation_of_the_sample_is_live()
    {
        var result = await RunAsync(Sample("bug"), Sample("bug.recording.jsonl"));

        var steps = Steps();
        steps.SelectMany(step => step["observations"]!.AsArray()).Should().OnlyContain(observation => !observation!["failed"]!.GetValue<bool>());
        var texts = steps.Select(step => step["observations"]![0]!["text"]!.GetValue<string>()).ToList();
        texts.Should().Contain(text => text.Contains("Stopped at breakpoint 1.") && text.Contains("11 B->         if quantity > pieces:"));
        texts.Should().Contain(text => text.Contains("(10, 10, False, True)"));
        texts.Should().Contain(text => text.Contains("[1363, 1357, 1357, 1357, 1357, 1357, 1357]"));
        texts.Should().Contain(text => text.Contains("Program output:") && text.Contains("to pay in instalments of 13.63"));
    }

    [Fact]
    public async Task People_get_a_table_a_transcript_and_the_change()
    {
        var result = await RunAsync(Sample("bug"), Sample("bug.recording.jsonl"));

        _context.Findings.OfType<Table>().Should().ContainSingle().Which.Rows.Should().HaveCount(2);
        _context.Findings.OfType<Transcript>().Should().ContainSingle().Which.Entries.Should().HaveCountGreaterThanOrEqualTo(result.Steps);
        _context.Findings.OfType<TextDifference>().Should().ContainSingle().Which.Subject.Should().Be("pricing.py");
        _context.Metrics.Should().Contain("testsPassedBefore", 7).And.Contain("testsPassedAfter", 9).And.Contain("passed", 1);
        JsonSerializer.Deserialize<EpisodeResult>(JsonSerializer.Serialize(result)).Should().Be(result);
    }

    [Fact]
    public async Task A_trajectory_is_a_recording()
    {
        var first = await RunAsync(Sample("bug"), Sample("bug.recording.jsonl"));
        File.Copy(_folder.At("step/trajectory.jsonl"), _folder.At("again.jsonl"));
        Directory.Delete(_folder.At("step"), recursive: true);
        Directory.CreateDirectory(_folder.At("step"));
        (await RunAsync(Sample("bug"), _folder.At("again.jsonl"))).Should().Be(first);
    }

    [Fact]
    public async Task Tests_that_a_program_overwrote_are_put_back_before_they_count()
    {
        _folder.Write("project/main.py", "def f():\n    return 1\n");
        _folder.Write("project/test_main.py", "import unittest, main\n\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertEqual(main.f(), 2)\n");
        var recording = _folder.Write("calls.jsonl", """
            {"tool": "rewrite", "arguments": {"path": "test_main.py", "new_code": "import unittest\n"}}
            {"tool": "rewrite", "arguments": {"path": "main.py", "new_code": "open('test_main.py', 'w').write('import unittest\\nclass T(unittest.TestCase):\\n    def test(self): pass\\n')\n"}}
            {"tool": "pdb", "arguments": {"command": "c", "entrypoint": "python3 main.py"}}
            {"tool": "eval"}
            {"tool": "rewrite", "arguments": {"path": "main.py", "new_code": "def f():\n    return 1\n"}}
            """);

        var result = await RunAsync(_folder.At("project"), recording, readOnly: ["test_*.py"], terminal: Local());

        var steps = Steps().Select(step => step["observations"]![0]!).ToList();
        steps[0]["text"]!.GetValue<string>().Should().Contain("read-only");
        steps[3]["data"]!["passed"]!.GetValue<bool>().Should().BeFalse("the program did cheat, but the original test is asked");
        steps[3]["text"]!.GetValue<string>().Should().Contain("put back first: test_main.py");
        result.PassedAfter.Should().BeFalse();
        result.Patch.Should().BeEmpty();
    }

    [Fact]
    public async Task In_a_sandbox_programs_neither_overwrite_tests_nor_read_what_is_hidden_and_the_evaluation_does()
    {
        await Requirements.SandboxAsync();
        _folder.Write("project/main.py", "def f():\n    return 2\n");
        _folder.Write("project/test_main.py", "import unittest, main\n\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertEqual(main.f(), 2)\n");
        _folder.Write("project/test_held_out.py", "import unittest\n\nclass H(unittest.TestCase):\n    def test(self):\n        pass\n");
        var recording = _folder.Write("calls.jsonl", """
            {"tool": "rewrite", "arguments": {"path": "peek.py", "new_code": "for n in ('test_held_out.py', 'test_main.py'):\n  for m in 'ra':\n    try:\n      open(n, m)\n      print(n, m, 'opened')\n    except OSError as e:\n      print(n, m, e.strerror)\n"}}
            {"tool": "pdb", "arguments": {"command": "c", "entrypoint": "python3 peek.py"}}
            {"tool": "eval"}
            """);

        var result = await RunAsync(_folder.At("project"), recording, readOnly: ["test_main.py"], hidden: ["test_held_out.py"]);

        var steps = Steps().Select(step => step["observations"]![0]!["text"]!.GetValue<string>()).ToList();
        steps[1].Should().Contain("test_held_out.py r Permission denied\ntest_held_out.py a Permission denied\ntest_main.py r opened\ntest_main.py a Read-only file system\n");
        steps[2].Should().StartWith("The evaluation passed: 2 of 2 tests passed.");
        (result.TestsBefore, result.TestsAfter).Should().Be((new TestCounts(2, 2), new TestCounts(2, 2)));
        _context.Findings.OfType<Table>().Should().NotContain(table => table.Title == "Terminal");
    }

    [Fact]
    public async Task A_terminal_that_was_asked_for_and_does_not_work_is_refused()
    {
        var part = new Part<ITerminalProvider>("terminal/broken", () => new OwnedPart<ITerminalProvider>(new BrokenTerminals()));
        var failure = (await FluentActions.Awaiting(() => RunAsync(Sample("bug"), Sample("bug.recording.jsonl"), terminal: part)).Should().ThrowAsync<TesseraException>()).Which;
        failure.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS4113" && fault.Message.Contains("terminal/broken"));
    }

    [Fact]
    public async Task An_evaluation_that_cannot_be_run_ends_the_step_with_what_to_do()
    {
        _folder.Write("project/main.py", "");
        var failure = (await FluentActions.Awaiting(() => RunAsync(_folder.At("project"), Sample("bug.recording.jsonl"), ["no-such-program"])).Should().ThrowAsync<TesseraException>()).Which;
        failure.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS4107" && fault.Message.Contains("no-such-program"));
    }

    [Fact]
    public async Task A_recording_that_is_none_is_refused_with_every_wrong_line()
    {
        var recording = _folder.Write("calls.jsonl", "{\"tool\": \"eval\"}\nnonsense\n{\"arguments\": {}}\n\n{\"tool\": \"view\", \"arguments\": []}\n");
        var failure = (await FluentActions.Awaiting(() => RunAsync(Sample("bug"), recording)).Should().ThrowAsync<TesseraException>()).Which;
        failure.Diagnostics.Select(fault => (fault.Id, fault.Location?.Line)).Should().Equal(("TESS4302", 2), ("TESS4302", 3), ("TESS4302", 5));
    }

    [Fact]
    public async Task A_recording_that_is_not_there_is_said() =>
        (await FluentActions.Awaiting(() => RunAsync(Sample("bug"), _folder.At("none.jsonl"))).Should().ThrowAsync<TesseraException>())
            .Which.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS4301" && fault.Location!.File.EndsWith("none.jsonl"));

    [Fact]
    public async Task The_number_of_calls_is_bounded()
    {
        var result = await RunAsync(Sample("bug"), Sample("bug.recording.jsonl"), maxSteps: 3);
        (result.Steps, result.StopReason, result.PassedAfter).Should().Be((3, AgentStopReason.StepsExhausted, false));
    }

    private List<JsonNode> Steps() =>
        [.. File.ReadLines(_folder.At("step/trajectory.jsonl")).Select(line => JsonNode.Parse(line)!).Where(line => line["kind"]!.GetValue<string>() == "step")];

    private Task<EpisodeResult> RunAsync(
        string project, string recording, IReadOnlyList<string>? evaluate = null, IReadOnlyList<string>? readOnly = null, int maxSteps = 50,
        IReadOnlyList<string>? hidden = null, Part<ITerminalProvider>? terminal = null) =>
        new DebugStep(
            new DebugOptions
            {
                Project = project,
                Evaluate = evaluate ?? ["python3", "-m", "unittest"],
                ReadOnly = readOnly ?? [],
                Hidden = hidden ?? [],
                Terminal = terminal,
                MaxSteps = maxSteps,
                Tools =
                [
                    Tool("pdb", () => new PdbTool(new PdbOptions(), TimeProvider.System)),
                    Tool("view", () => new ViewTool(new ViewOptions())),
                    Tool("grep", () => new GrepTool(new GrepOptions(), TimeProvider.System)),
                    Tool("rewrite", () => new RewriteTool()),
                    Tool("eval", () => new EvalTool()),
                ],
                Agent = new Part<IAgent>("agent/replay", () => new OwnedPart<IAgent>(new ReplayAgent(new ReplayOptions { Recording = recording }))),
            },
            TimeProvider.System).RunAsync(_context, default);

    private static Part<ITerminalProvider> Local() =>
        new("terminal/local", () => new OwnedPart<ITerminalProvider>(new LocalTerminalProvider(new LocalOptions(), TimeProvider.System)));

    private static Part<ITool> Tool(string name, Func<ITool> make) => new($"tool/{name}", () => new OwnedPart<ITool>(make()));

    private static string Sample(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "samples", name);
    }
}
