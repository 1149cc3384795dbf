using System.Text.Json.Nodes;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Tools;
using Tessera.Tests;

namespace Tessera.Tools.Trace.Tests;

/// <summary>The tool over real files and a real python3. Without python3 a test is skipped with the reason; where CI is set, it fails.</summary>
internal sealed class Tracing : IAsyncDisposable
{
    private readonly string _root;
    private readonly FolderWorkspace _workspace;
    private readonly LocalTerminal _terminal;
    private readonly ToolSession _session;

    public Tracing(string program, TraceOptions? options = null)
    {
        InstalledPython.Require();
        _root = Directory.CreateTempSubdirectory("tessera-trace-").FullName;
        Write("main.py", program);
        _workspace = new FolderWorkspace(_root);
        _terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = _workspace.Root });
        _session = new ToolSession(_workspace, _terminal, new EntryPoints { Evaluate = ["python3", "main.py"] }, [new TraceTool(options ?? new TraceOptions(), TimeProvider.System)]);
    }

    public void Write(string path, string text) => File.WriteAllText(Path.Combine(_root, path), text);

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
