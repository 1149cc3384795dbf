using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Debugging.Sessions;
using Tessera.Sdk.Tools;

namespace Tessera.Mcp.Serving;

/// <summary>A session that several requests may reach at once: its calls are answered one after another.</summary>
/// <param name="session">The session.</param>
internal sealed class ServedSession(ToolSession session) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _calls;

    /// <summary>What clients are told of the tools.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; } = [.. session.Tools.Select(tool => tool.Definition)];

    /// <summary>Has a tool answer a call.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="arguments">The arguments; null for none.</param>
    /// <param name="begun">Is run when the call's turn has come.</param>
    /// <param name="cancellationToken">Ends the call; the answer to that is prompt even where the tool's is not.</param>
    /// <returns>The observation of the call, then what other tools noted.</returns>
    public Task<IReadOnlyList<Observation>> CallAsync(
        string tool, IEnumerable<KeyValuePair<string, JsonElement>>? arguments, Action begun, CancellationToken cancellationToken)
    {
        var call = new ToolCall(
            Interlocked.Increment(ref _calls).ToString(CultureInfo.InvariantCulture), tool,
            new JsonObject((arguments ?? []).Select(argument => KeyValuePair.Create(argument.Key, JsonNode.Parse(argument.Value.GetRawText())))));
        // The turn stays taken until the tool has really ended.
        return InTurnAsync(call, begun, cancellationToken).WaitAsync(cancellationToken);
    }

    /// <summary>Waits until no call is being answered.</summary>
    /// <param name="bound">How long at most.</param>
    /// <returns>A task that ends then.</returns>
    public Task IsIdleAsync(TimeSpan bound) => _turn.WaitAsync(bound);

    public void Dispose() => _turn.Dispose();

    private async Task<IReadOnlyList<Observation>> InTurnAsync(ToolCall call, Action begun, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            begun();
            return await session.CallAsync(call, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }
}
