using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;
using Tessera.ToolSources.Mcp;

namespace Tessera.Mcp.Tests.Sources;

/// <summary>A small server, as a source of tools.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public static readonly string Script = Path.Combine(AppContext.BaseDirectory, "servers", "shop.py");

    private readonly McpToolSource _source;

    private Shop(McpToolSource source, IReadOnlyList<ITool> tools) => (_source, Tools) = (source, tools);

    public IReadOnlyList<ITool> Tools { get; }

    public static Task<Shop> OpenAsync(Action<McpOptions>? change = null) => OpenAsync(CancellationToken.None, change);

    public static async Task<Shop> OpenAsync(CancellationToken cancellationToken, Action<McpOptions>? change = null)
    {
        InstalledPython.Require();
        var options = new McpOptions { Command = ["python3", Script] };
        change?.Invoke(options);
        var source = new McpToolSource(options, TimeProvider.System);
        try
        {
            return new Shop(source, await source.OpenAsync(cancellationToken));
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    public ITool this[string name] => Tools.Single(tool => tool.Definition.Name == name);

    public Task<Observation> CallAsync(string tool, JsonObject? arguments = null, CancellationToken cancellationToken = default) =>
        this[tool].CallAsync(new ToolCall("1", tool, arguments ?? []), null!, cancellationToken).AsTask();

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
