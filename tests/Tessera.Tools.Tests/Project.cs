using System.Text.Json.Nodes;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Tests;

/// <summary>A folder with files, and tools that work on it.</summary>
internal sealed class Project : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tessera-tools-").FullName;
    private readonly FolderWorkspace _workspace;
    private readonly LocalTerminal _terminal;
    private readonly ToolSession _session;

    public Project(ITool tool, FolderWorkspaceOptions? options = null, IReadOnlyList<string>? evaluate = null)
    {
        _workspace = new FolderWorkspace(_root, options);
        _terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = _root });
        Tool = tool;
        _session = new ToolSession(_workspace, _terminal, new EntryPoints { Evaluate = evaluate ?? ["true"] }, [tool, Events]);
    }

    public ITool Tool { get; }

    public IWorkspace Workspace => _workspace;

    public EventListener Events { get; } = new();

    public string At(string path) => Path.Combine(_root, path);

    public string Read(string path) => File.ReadAllText(At(path));

    public Project Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    public Project Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), bytes);
        return this;
    }

    public async Task<Observation> CallAsync(JsonObject arguments) =>
        (await _session.CallAsync(new ToolCall("1", Tool.Definition.Name, arguments), default))[0];

    public async Task PublishAsync(SessionEvent sessionEvent) => await _session.PublishAsync(sessionEvent, default);

    public async ValueTask DisposeAsync()
    {
        await _terminal.DisposeAsync();
        await _workspace.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}
