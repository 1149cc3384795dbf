using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Tools;
using Tessera.Tools.Pdb;

namespace Tessera.Benchmarks.Debuggers;

/// <summary>A generated project under the tool <c>pdb</c>, and the same project run by Python alone.</summary>
internal sealed class DebuggedProject : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tessera-bench-").FullName;
    private readonly string[] _command;
    private readonly FolderWorkspace _workspace;
    private readonly LocalTerminal _terminal;
    private readonly PdbTool _tool = new(new PdbOptions { TimeoutSeconds = 300 }, TimeProvider.System);
    private readonly ToolSession _session;

    public DebuggedProject(IReadOnlyDictionary<string, string> files, params string[] command)
    {
        _command = command;
        foreach (var (name, text) in files) File.WriteAllText(Path.Combine(_root, name), text);
        _workspace = new FolderWorkspace(_root);
        _terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = _workspace.Root });
        _session = new ToolSession(_workspace, _terminal, new EntryPoints { Evaluate = command }, [_tool]);
    }

    /// <summary>Makes a call of the tool.</summary>
    public async Task<Observation> PdbAsync(string command) =>
        (await _session.CallAsync(new ToolCall("1", "pdb", new JsonObject { ["command"] = command }), default).ConfigureAwait(false))[0];

    /// <summary>Makes a call of the tool, and checks that its answer is the expected one.</summary>
    public async Task CheckAsync(string command, string expected)
    {
        var text = (await PdbAsync(command).ConfigureAwait(false)).Text;
        if (!text.Contains(expected, StringComparison.Ordinal)) throw new InvalidOperationException($"'{command}' was answered without '{expected}':\n{text}");
    }

    /// <summary>Runs the project from start to end, without a debugger.</summary>
    public async Task<string> RunBareAsync()
    {
        var run = await Cli.Wrap(_command[0]).WithArguments(_command[1..]).WithWorkingDirectory(_root).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync().ConfigureAwait(false);
        return run.StandardOutput + run.StandardError;
    }

    public async ValueTask DisposeAsync()
    {
        await _tool.DisposeAsync().ConfigureAwait(false);
        await _terminal.DisposeAsync().ConfigureAwait(false);
        await _workspace.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_root, recursive: true);
    }
}
