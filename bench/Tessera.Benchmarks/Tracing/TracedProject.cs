using System.Text.Json.Nodes;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Tools.Trace;

namespace Tessera.Benchmarks.Tracing;

/// <summary>A folder with a program, which is run with and without a trace in the same terminal.</summary>
internal sealed class TracedProject : IAsyncDisposable
{
    private static readonly TraceOptions _options = new() { TimeoutSeconds = 300 };

    private readonly string _root = Directory.CreateTempSubdirectory("tessera-bench-").FullName;
    private readonly FolderWorkspace _workspace;
    private readonly LocalTerminal _terminal;
    private readonly ToolSession _session;

    public TracedProject(IReadOnlyList<string> command)
    {
        _workspace = new FolderWorkspace(_root);
        _terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = _root });
        _session = new ToolSession(_workspace, _terminal, new EntryPoints { Evaluate = command }, [new TraceTool(_options, TimeProvider.System)]);
    }

    public void Write(string path, string text) => File.WriteAllText(Path.Combine(_root, path), text);

    public async Task<string> RunAsync()
    {
        var command = _session.EntryPoints.Evaluate;
        var result = await _terminal.RunAsync(new TerminalCommand { Program = command[0], Arguments = [.. command.Skip(1)], Timeout = TimeSpan.FromMinutes(5) }, default).ConfigureAwait(false);
        return result.Succeeded ? result.Output : throw new InvalidOperationException(result.Output);
    }

    public async Task<Observation> TraceAsync(string function)
    {
        var call = new ToolCall("1", "trace", new JsonObject { ["functions"] = new JsonArray(function) });
        var observation = (await _session.CallAsync(call, default).ConfigureAwait(false))[0];
        return observation.Failed ? throw new InvalidOperationException(observation.Text) : observation;
    }

    public async ValueTask DisposeAsync()
    {
        await _terminal.DisposeAsync().ConfigureAwait(false);
        await _workspace.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_root, recursive: true);
    }
}
