using System.Composition;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelContextProtocol.Client;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tools;

namespace Tessera.ToolSources.Mcp;

/// <summary>Brings the tools of a server of the Model Context Protocol, which is started, or is reached over HTTP.</summary>
/// <param name="options">The server.</param>
/// <param name="time">Measures time bounds.</param>
[ToolSource("mcp", Description = "Brings the tools of an MCP server.", Options = typeof(McpOptions))]
[method: ImportingConstructor]
public sealed partial class McpToolSource(McpOptions options, TimeProvider time) : IToolSource
{
    private ServerLink? _link;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ITool>> OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_link is not null, this);
        var secrets = Secrets.Read(options);
        _link = new ServerLink(new ServerAddress(options, secrets), secrets, TimeSpan.FromSeconds(options.TimeoutSeconds), time);
        var offered = await _link.ListAsync(cancellationToken).ConfigureAwait(false);
        return [.. Wanted(offered).Select(tool => new RemoteTool(_link, tool.Name, Describe(tool)))];
    }

    /// <summary>Ends the server, where it was started here, and all that it started.</summary>
    /// <returns>A task that ends when it has ended.</returns>
    public ValueTask DisposeAsync() => _link?.DisposeAsync() ?? default;

    private IEnumerable<McpClientTool> Wanted(IList<McpClientTool> offered)
    {
        if (options.Tools is not { } wanted) return offered;
        var names = offered.Select(tool => tool.Name).ToList();
        var missing = wanted.Where(name => !names.Contains(name, StringComparer.Ordinal)).Select(name => Diagnostic.Error(
            "TESS4614", $"The MCP server has no tool '{name}'.", remedy: NearestName.Suggest(name, names))).ToList();
        if (missing.Count > 0) throw new TesseraException(missing);
        return offered.Where(tool => wanted.Contains(tool.Name, StringComparer.Ordinal));
    }

    // Servers may have dots and slashes in names; most models' interfaces refuse them.
    private ToolDefinition Describe(McpClientTool tool) =>
        new(options.Prefix + NotInNames().Replace(tool.Name, "_"), tool.Description, JsonNode.Parse(tool.JsonSchema.GetRawText())!.AsObject());

    [GeneratedRegex("[^a-zA-Z0-9_-]")]
    private static partial Regex NotInNames();
}
