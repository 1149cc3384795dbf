using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Tessera.Sdk.Tools;

namespace Tessera.Mcp.Serving;

/// <summary>Answers the protocol's requests for tools from a session.</summary>
/// <param name="session">The session.</param>
/// <param name="instructions">What clients tell their models of the server.</param>
/// <param name="time">Measures how long calls run.</param>
internal sealed class ToolServer(ServedSession session, string instructions, TimeProvider time)
{
    // Written once: schemas are sent as the tools give them.
    private readonly List<Tool> _tools = [.. session.Tools.Select(Describe)];

    /// <summary>What the protocol's server needs to know.</summary>
    public McpServerOptions Options => new()
    {
        ServerInfo = new Implementation { Name = "tessera", Version = typeof(ToolServer).Assembly.GetName().Version!.ToString(3) },
        ServerInstructions = instructions,
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        Handlers = new McpServerHandlers { ListToolsHandler = ListAsync, CallToolHandler = CallAsync },
        ScopeRequests = false,
    };

    private ValueTask<ListToolsResult> ListAsync(RequestContext<ListToolsRequestParams> request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ListToolsResult { Tools = _tools });

    private async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var call = request.Params!;
        var heartbeat = new Heartbeat(request.Server, call.ProgressToken, time, cancellationToken);
        await using var beating = heartbeat.ConfigureAwait(false);
        try
        {
            return CallResults.Of(await session.CallAsync(call.Name, call.Arguments, heartbeat.Begin, cancellationToken).ConfigureAwait(false));
        }
#pragma warning disable CA1031 // The protocol's library would hide from the model what went wrong.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return CallResults.Of([Observation.Failure($"error TESS4604: '{call.Name}' could not be answered: {failure.GetType().Name}: {failure.Message} This is a fault of the server; try another way.")]);
        }
    }

    private static Tool Describe(ToolDefinition definition) => new()
    {
        Name = definition.Name,
        Description = definition.Description,
        InputSchema = JsonSerializer.SerializeToElement(definition.Arguments),
        // Only what a tool promises is passed on; of the rest, clients assume the worst, and rightly.
        Annotations = definition.IsReadOnly ? new ToolAnnotations { ReadOnlyHint = true, OpenWorldHint = false } : null,
    };
}
