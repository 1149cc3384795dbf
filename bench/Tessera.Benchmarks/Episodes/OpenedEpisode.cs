using System.Text.Json.Nodes;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Tasks;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Tools.Bash;
using Tessera.Tools.Eval;
using Tessera.Tools.Grep;
using Tessera.Tools.ListDir;
using Tessera.Tools.Pdb;
using Tessera.Tools.Rewrite;
using Tessera.Tools.Submit;
using Tessera.Tools.Trace;
using Tessera.Tools.View;

namespace Tessera.Benchmarks.Episodes;

/// <summary>A task's copy with its snapshot, a terminal and all tools, as an episode has them before its first call.</summary>
internal sealed class OpenedEpisode : IAsyncDisposable
{
    private readonly FolderWorkspace _workspace;
    private readonly ITerminal _terminal;
    private readonly ITool[] _tools;
    private readonly DebuggingEnvironment _environment;
    private readonly string _beginning;

    private OpenedEpisode(DebugTask task, FolderWorkspace workspace, ITerminal terminal, string beginning)
    {
        (_workspace, _terminal, _beginning) = (workspace, terminal, beginning);
        var time = TimeProvider.System;
        _tools =
        [
            new PdbTool(new PdbOptions(), time), new TraceTool(new TraceOptions(), time), new ViewTool(new ViewOptions()), new RewriteTool(new RewriteOptions(), time),
            new GrepTool(new GrepOptions(), time), new ListDirTool(new ListDirOptions()), new BashTool(new BashOptions(), time), new EvalTool(), new SubmitTool(new SubmitOptions()),
        ];
        _environment = new DebuggingEnvironment(new ToolSession(workspace, terminal, new EntryPoints { Evaluate = task.Evaluate, Debug = task.Debug }, _tools));
    }

    public string Root => _workspace.Root;

    public static async Task<OpenedEpisode> OpenAsync(DebugTask task, string folder, ITerminalProvider terminals)
    {
        var workspace = FolderWorkspace.CopyOf(task.Project, folder, new FolderWorkspaceOptions { ReadOnly = task.ReadOnly, Hidden = task.Hidden });
        var beginning = await workspace.SnapshotAsync(default).ConfigureAwait(false);
        var terminal = terminals.Open(workspace.SiteForAgents(new Dictionary<string, string>()));
        return new OpenedEpisode(task, workspace, terminal, beginning);
    }

    public Task<IReadOnlyList<Observation>> ResetAsync() => _environment.ResetAsync(_beginning, default);

    public async Task<Observation> CallAsync(string tool, params (string Name, JsonNode Value)[] arguments) =>
        (await _environment.StepAsync(new ToolCall("1", tool, new JsonObject(arguments.Select(argument => KeyValuePair.Create(argument.Name, (JsonNode?)argument.Value)))), default).ConfigureAwait(false))[0];

    public async ValueTask DisposeAsync()
    {
        foreach (var tool in _tools.OfType<IAsyncDisposable>()) await tool.DisposeAsync().ConfigureAwait(false);
        _environment.Dispose();
        await _terminal.DisposeAsync().ConfigureAwait(false);
        await _workspace.DisposeAsync().ConfigureAwait(false);
    }
}
