using Tessera.Sdk.Tools;

namespace Tessera.ToolSources.Mcp;

/// <summary>A tool of a server. The server itself checks the arguments, by the schema that it gave.</summary>
/// <param name="link">The connection to the server.</param>
/// <param name="name">The tool's name at the server.</param>
/// <param name="definition">What agents are told of it.</param>
internal sealed class RemoteTool(ServerLink link, string name, ToolDefinition definition) : ITool
{
    public ToolDefinition Definition => definition;

    public async ValueTask<Observation> CallAsync(ToolCall call, IToolSession session, CancellationToken cancellationToken) =>
        await link.CallAsync(name, call.Arguments, cancellationToken).ConfigureAwait(false);
}
