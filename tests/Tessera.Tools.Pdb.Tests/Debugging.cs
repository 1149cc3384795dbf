using System.Text.Json.Nodes;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Tests;

namespace Tessera.Tools.Pdb.Tests;

/// <summary>The tool over real files and a real Python. Without it a test is skipped with the reason; where CI is set, it fails.</summary>
internal sealed class Debugging : IAsyncDisposable
{
    private readonly string _root;
    private readonly FolderWorkspace _workspace;
    private readonly PdbTool _tool;
    private readonly ToolSession _session;

    public Debugging(string python, string program, PdbOptions? options = null, ITerminal? terminal = null, Func<string, ITerminal>? open = null)
    {
        Python.Require(python);
        _root = Directory.CreateTempSubdirectory("tessera-pdb-").FullName;
        Write("main.py", program);
        _workspace = new FolderWorkspace(_root);
        Terminal = terminal ?? open?.Invoke(_workspace.Root) ?? new LocalTerminal(new LocalTerminalOptions { WorkingFolder = _workspace.Root });
        _tool = new PdbTool(options ?? new PdbOptions(), TimeProvider.System);
        _session = new ToolSession(_workspace, Terminal, new EntryPoints { Evaluate = [python, "main.py"] }, [_tool, Listener]);
    }

    public ITerminal Terminal { get; }

    public BreakpointListener Listener { get; } = new();

    public string At(string path) => Path.Combine(_root, path);

    public void Write(string path, string text) => File.WriteAllText(At(path), text);

    /// <summary>Makes a call and gives its observation.</summary>
    public async Task<Observation> Pdb(string command, string? entryPoint = null, string? input = null)
    {
        var arguments = new JsonObject { ["command"] = command };
        if (entryPoint is not null) arguments["entrypoint"] = entryPoint;
        if (input is not null) arguments["input"] = input;
        return (await _session.CallAsync(new ToolCall("1", "pdb", arguments), default))[0];
    }

    /// <summary>Makes calls and gives the last one's observation.</summary>
    public async Task<Observation> Pdb(IEnumerable<string> commands)
    {
        Observation? last = null;
        foreach (var command in commands) last = await Pdb(command);
        return last!;
    }

    /// <summary>Changes a file as another tool would.</summary>
    public async Task<IReadOnlyList<Observation>> Change(string path, string text, params LineEdit[] edits)
    {
        Write(path, text);
        await _session.PublishAsync(new FileChanged(_workspace.Resolve(path), edits), default);
        return _session.TakeNoted();
    }

    public ValueTask ResetAsync() => _session.PublishAsync(new EnvironmentReset(false), default);

    public async ValueTask DisposeAsync()
    {
        await _tool.DisposeAsync();
        await Terminal.DisposeAsync();
        await _workspace.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}
