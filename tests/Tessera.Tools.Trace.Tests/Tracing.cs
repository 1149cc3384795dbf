using System.Text.Json.Nodes;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Tests;

namespace Tessera.Tools.Trace.Tests;

/// <summary>The tool over real files and a real Python.</summary>
internal sealed class Tracing : IAsyncDisposable
{
    private readonly string _root;
    private readonly FolderWorkspace _workspace;
    private readonly LocalTerminal _terminal;
    private readonly ToolSession _session;

    public Tracing(string python, string program, TraceOptions? options = null, string main = "main.py")
    {
        _root = Directory.CreateTempSubdirectory("tessera-trace-").FullName;
        Write(main, program);
        _workspace = new FolderWorkspace(_root);
        _terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = _workspace.Root });
        _session = new ToolSession(_workspace, _terminal, new EntryPoints { Evaluate = [python, main] }, [new TraceTool(options ?? new TraceOptions(), TimeProvider.System)]);
    }

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    /// <summary>Changes a file as another tool would.</summary>
    public async Task ChangeAsync(string path, string text)
    {
        Write(path, text);
        await _session.PublishAsync(new FileChanged(_workspace.Resolve(path)), default);
    }

    /// <summary>What the program prints when nobody traces it.</summary>
    public async Task<string> RunAsync() =>
        (await _terminal.RunAsync(new TerminalCommand { Program = _session.EntryPoints.Evaluate[0], Arguments = ["main.py"] }, default)).Output;

    public ValueTask ResetAsync() => _session.PublishAsync(new EnvironmentReset(false), default);

    public string At(string path) => Path.Combine(_root, path);

    public Task<Observation> Trace(params string[] functions) => Trace(functions, []);

    public async Task<Observation> Trace(string[] functions, JsonObject more)
    {
        more["functions"] = new JsonArray([.. functions.Select(function => (JsonNode)function)]);
        return (await _session.CallAsync(new ToolCall("1", "trace", more), default))[0];
    }

    public async ValueTask DisposeAsync()
    {
        await _terminal.DisposeAsync();
        await _workspace.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}
