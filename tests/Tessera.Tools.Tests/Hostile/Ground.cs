using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tessera.Debugging.Evaluations;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Terminals.Local;
using Tessera.Debugging.Terminals.Sandbox;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Terminals;
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

namespace Tessera.Tools.Tests.Hostile;

/// <summary>A workspace with every tool, and what lies beside it. It checks after each call, and at its end, what has to hold whatever was asked.</summary>
/// <remarks>
/// Each call is answered in time, within the bound of observations, with none of what lies outside, and no tool fails over it.
/// At the end nobody has been outside and no process is left. In <c>terminal/local</c>, which confines nothing, programs may go where they like.
/// </remarks>
internal sealed class Ground : IAsyncDisposable
{
    private const string Mark = "TESSERA_HOSTILE";

    // Beside which the machine is busy, too: a call that hangs takes longer than any of these.
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(30);

    private readonly string _home = Directory.CreateTempSubdirectory("tessera-hostile-").FullName;
    private readonly string _mark = RandomNumberGenerator.GetHexString(24, lowercase: true);
    private readonly List<ITool> _tools;
    private readonly ITerminal _terminal;
    private readonly ToolSession _session;
    private readonly DebuggingEnvironment _environment;

    private Ground(ITerminalProvider terminals)
    {
        Outside = new Outside(Path.Combine(_home, "outside"));
        Directory.CreateDirectory(Path.Combine(_home, "project"));
        Workspace = new FolderWorkspace(Path.Combine(_home, "project"));
        Write("main.py", "def work():\n    return 1\nwork()\n").Write("part.py", "a = 1\nb = 2\n").Write("deep/part.py", "c = 3\n");
        _terminal = terminals.Open(new TerminalSite { Folder = Workspace.Root, Environment = new Dictionary<string, string> { [Mark] = _mark, ["PYTHONDONTWRITEBYTECODE"] = "1" } });
        var time = TimeProvider.System;
        _tools =
        [
            new ViewTool(new ViewOptions()), new GrepTool(new GrepOptions { TimeoutSeconds = 1 }, time), new RewriteTool(new RewriteOptions(), time), new ListDirTool(new ListDirOptions()),
            new BashTool(new BashOptions(), time), new PdbTool(new PdbOptions { TimeoutSeconds = 1 }, time), new TraceTool(new TraceOptions { TimeoutSeconds = 1 }, time),
            new EvalTool(), new SubmitTool(new SubmitOptions()),
        ];
        var check = new ProjectCheck(["python3", "main.py"], TimeSpan.FromSeconds(1));
        _session = new ToolSession(Workspace, _terminal, new EntryPoints { Evaluate = ["python3", "main.py"] }, _tools, token => check.RunAsync(_terminal, token));
        _environment = new DebuggingEnvironment(_session, new EnvironmentLimits { MaxSteps = int.MaxValue });
    }

    public FolderWorkspace Workspace { get; }

    public Outside Outside { get; }

    /// <summary>A workspace whose programs run on this machine as they are.</summary>
    public static Ground Open()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Links, processes and limits are those of Linux.");
        InstalledPython.Require();
        return new Ground(new LocalTerminalProvider(new LocalOptions(), TimeProvider.System));
    }

    /// <summary>A workspace whose programs run in a terminal. Where it does not work, the test is skipped with the reason; where CI is set, it fails.</summary>
    public static async Task<Ground> OpenAsync(string terminal, int processes = 200)
    {
        if (terminal == "local") return Open();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Links, processes and limits are those of Linux.");
        InstalledPython.Require();
        var sandbox = new SandboxTerminalProvider(new SandboxOptions { Processes = processes, MemoryMegabytes = 512, FileMegabytes = 64, TemporaryMegabytes = 64 }, TimeProvider.System);
        if (await sandbox.FindObstacleAsync(default) is { } obstacle)
        {
            Environment.GetEnvironmentVariable("CI").Should().BeNullOrEmpty(obstacle);
            Assert.Skip(obstacle);
        }

        return new Ground(sandbox);
    }

    public string At(string path) => Path.Combine(Workspace.Root, path);

    public Ground Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), Encoding.UTF8.GetBytes(text));
        return this;
    }

    public void Link(string path, string target) => File.CreateSymbolicLink(At(path), target);

    /// <summary>Makes a call and checks what has to hold of every one.</summary>
    public async Task<Observation> CallAsync(string tool, JsonObject arguments)
    {
        var clock = Stopwatch.StartNew();
        var shown = Shown(tool, arguments);
        IReadOnlyList<Observation> observations;
        try
        {
            observations = await _environment.StepAsync(new ToolCall("1", tool, arguments), default).WaitAsync(_bound);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"{shown} hangs.");
        }

        clock.Elapsed.Should().BeLessThan(_bound, "{0} is answered in time", shown);
        foreach (var observation in observations)
        {
            observation.Text.Length.Should().BeInRange(1, Observation.TextLimit, "{0} is answered", shown);
            observation.Text.Should().NotContain("TESS4104", "no tool fails over {0}", shown);
            observation.Text.Should().NotContain("TESS4105", "{0} is not asked of a session that has ended", shown);
            var whole = observation.Text + observation.Data?.ToJsonString();
            foreach (var trace in Outside.Traces) whole.Contains(trace, StringComparison.Ordinal).Should().BeFalse("{0} shows nothing of what is outside", shown);
        }

        return observations[0];
    }

    /// <summary>Lets the next submission be one.</summary>
    public Task ReopenAsync() => _environment.ResetAsync(null, default);

    public async ValueTask DisposeAsync()
    {
        foreach (var tool in _tools.OfType<IAsyncDisposable>()) await tool.DisposeAsync();
        await _terminal.DisposeAsync();
        await Workspace.DisposeAsync();
        _environment.Dispose();
        await LeftProcesses.NoneAsync(_mark, Workspace.Root);
        Outside.Check();
        // What is too deep for .NET is not for the system's own program.
        using var remove = Process.Start("rm", ["-rf", _home]);
        await remove.WaitForExitAsync();
    }

    private static string Shown(string tool, JsonObject arguments) =>
        $"{tool} {string.Join(", ", arguments.Select(argument => $"{argument.Key}={BoundedText.Cut(Shown(argument.Value), 300)}"))}";

    // Half a letter is nothing that JSON could hold.
    private static string Shown(JsonNode? value) => value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? $"'{text}'" : value?.ToJsonString() ?? "null";
}
