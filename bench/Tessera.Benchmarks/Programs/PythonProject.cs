using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Tools;
using Tessera.Tools.Eval;
using Tessera.Tools.Pdb;
using Tessera.Tools.Trace;

namespace Tessera.Benchmarks.Programs;

/// <summary>A generated project under the tools that run it, in a local terminal, and the same project run by Python alone.</summary>
internal sealed class PythonProject : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tessera-bench-").FullName;
    private readonly string[] _command;
    private readonly FolderWorkspace _workspace;
    private readonly LocalTerminal _terminal;
    private readonly PdbTool _pdb = new(new PdbOptions { TimeoutSeconds = 300 }, TimeProvider.System);
    private readonly ToolSession _session;

    private PythonProject(IReadOnlyDictionary<string, string> files, string[] command)
    {
        _command = command;
        foreach (var (name, text) in files) File.WriteAllText(Path.Combine(_root, name), text);
        _workspace = new FolderWorkspace(_root);
        _terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = _workspace.Root });
        ITool[] tools = [_pdb, new TraceTool(new TraceOptions { TimeoutSeconds = 300 }, TimeProvider.System), new EvalTool()];
        _session = new ToolSession(_workspace, _terminal, new EntryPoints { Evaluate = command }, tools);
    }

    /// <summary>Writes a project to a temporary folder.</summary>
    /// <param name="files">Its files.</param>
    /// <param name="command">What is run.</param>
    public static PythonProject Create(IReadOnlyDictionary<string, string> files, params string[] command) => new(files, command);

    /// <summary>Runs the project from start to end as a plain process.</summary>
    public async Task<string> RunBareAsync()
    {
        var run = await Cli.Wrap(_command[0]).WithArguments(_command[1..]).WithWorkingDirectory(_root).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync().ConfigureAwait(false);
        return run.StandardOutput + run.StandardError;
    }

    /// <summary>Has <c>pdb</c> perform a command.</summary>
    public Task<Observation> PdbAsync(string command) => CallAsync("pdb", new JsonObject { ["command"] = command });

    /// <summary>Has <c>pdb</c> perform a command, and checks that its answer is the expected one.</summary>
    public async Task CheckAsync(string command, string expected)
    {
        var text = (await PdbAsync(command).ConfigureAwait(false)).Text;
        if (!text.Contains(expected, StringComparison.Ordinal)) throw new InvalidOperationException($"'{command}' was answered without '{expected}':\n{text}");
    }

    /// <summary>Starts the program anew, lets it run to the one breakpoint there is, and on to its end.</summary>
    public async Task RunDebuggedAsync()
    {
        await PdbAsync("restart").ConfigureAwait(false);
        await PdbAsync("c").ConfigureAwait(false);
        await PdbAsync("c").ConfigureAwait(false);
    }

    /// <summary>Has <c>trace</c> run the project.</summary>
    public async Task<Observation> TraceAsync(string function)
    {
        var observation = await CallAsync("trace", new JsonObject { ["functions"] = new JsonArray(function) }).ConfigureAwait(false);
        return observation.Failed ? throw new InvalidOperationException(observation.Text) : observation;
    }

    /// <summary>Has <c>eval</c> check the project.</summary>
    public Task<Observation> EvaluateAsync() => CallAsync("eval", []);

    public async ValueTask DisposeAsync()
    {
        await _pdb.DisposeAsync().ConfigureAwait(false);
        await _terminal.DisposeAsync().ConfigureAwait(false);
        await _workspace.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_root, recursive: true);
    }

    private async Task<Observation> CallAsync(string tool, JsonObject arguments) =>
        (await _session.CallAsync(new ToolCall("1", tool, arguments), default).ConfigureAwait(false))[0];
}
