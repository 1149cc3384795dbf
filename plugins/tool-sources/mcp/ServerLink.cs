using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tools;

namespace Tessera.ToolSources.Mcp;

/// <summary>The connection to a server. Where the server ends, it is connected to once more, and given up where that does not help.</summary>
/// <remarks>A call during which the server ended is not repeated: it may have done what was asked.</remarks>
/// <param name="address">The server.</param>
/// <param name="secrets">What no message may show.</param>
/// <param name="timeout">How long the server may take to start, and to answer.</param>
/// <param name="time">Measures that.</param>
internal sealed class ServerLink(ServerAddress address, Secrets secrets, TimeSpan timeout, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly StartedProcesses _started = new();
    private ErrorTail _errors = new();
    private McpClient? _client;
    private McpClient? _broken;
    private string? _lost;
    private bool _hasAnswered;

    /// <summary>Connects, and asks for the server's tools, page after page.</summary>
    /// <exception cref="TesseraException">TESS4613: the server cannot be reached, or does not say what it offers.</exception>
    public async Task<IList<McpClientTool>> ListAsync(CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            _client = await ConnectAsync(either.Token).ConfigureAwait(false);
            var tools = await _client.ListToolsAsync(cancellationToken: either.Token).ConfigureAwait(false);
            _hasAnswered = true;
            return tools;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            var reason = failure is OperationCanceledException ? $"it did not answer within {timeout.TotalSeconds:0} seconds." : Reason(failure);
            throw new TesseraException(Diagnostic.Error(
                "TESS4613", $"The MCP server {address.Name} cannot be used: {reason}{_errors}",
                // The cause is not passed on: it holds what the server wrote, as it wrote it.
                remedy: "Try it by hand, and correct command, url or headers."));
        }
    }

    /// <summary>Calls a tool of the server.</summary>
    /// <param name="tool">Its name at the server.</param>
    /// <param name="arguments">The arguments, as the agent wrote them.</param>
    /// <param name="cancellationToken">Ends the call; the server is told.</param>
    /// <returns>What the server answered, or why it did not.</returns>
    public async Task<Observation> CallAsync(string tool, JsonObject arguments, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        McpClient? client = null;
        try
        {
            client = await LivingAsync(either.Token).ConfigureAwait(false);
            if (client is null) return Observation.Failure(_lost!);
            var call = new CallToolRequestParams { Name = tool, Arguments = arguments.ToDictionary(argument => argument.Key, argument => JsonSerializer.SerializeToElement(argument.Value)) };
            var result = await client.CallToolAsync(call, either.Token).ConfigureAwait(false);
            _hasAnswered = true;
            return RemoteAnswer.Of(result);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Observation.Failure($"error TESS4616: The MCP server {address.Name} did not answer the call of '{tool}' within {timeout.TotalSeconds:0} seconds, and was told to end it. What it did until then is not known.");
        }
        catch (McpProtocolException refused)
        {
            _hasAnswered = true;
            return Observation.Failure(secrets.Hide(refused.Message));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The library says only later, if at all, that the connection is over.
            if (failure is IOException or HttpRequestException) _broken = client;
            return Observation.Failure($"error TESS4615: The MCP server {address.Name} failed while it was asked for '{tool}': {Reason(failure)}{_errors}\nWhether it did what was asked is not known. The next call tries it anew.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connecting.WaitAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        _lost = "The source of this tool is closed.";
        _connecting.Release();
    }

    private async Task<McpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var errors = _errors = new ErrorTail();
        var client = new Implementation { Name = "tessera", Version = typeof(ServerLink).Assembly.GetName().Version!.ToString(3) };
        return await McpClient.CreateAsync(address.CreateTransport(line => errors.Add(secrets.Hide(line)), _started), new McpClientOptions { ClientInfo = client }, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    // Null where the server is given up.
    private async Task<McpClient?> LivingAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_lost is not null || (_client is { Completion.IsCompleted: false } && _client != _broken)) return _client;
            var errors = _errors.ToString();
            await CloseAsync().ConfigureAwait(false);
            if (!_hasAnswered) return Lose($"it ends before it answers anything.{errors}");
            _hasAnswered = false;
            return _client = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return Lose($"it ended, and could not be reached again: {Reason(failure)}{_errors}");
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task CloseAsync()
    {
        if (_client is not null) await _client.DisposeAsync().ConfigureAwait(false);
        _client = null;
        _started.End();
    }

    private McpClient? Lose(string reason)
    {
        _lost = $"error TESS4617: The MCP server {address.Name} is gone: {reason}\nIts tools cannot be used any more; do without them.";
        return null;
    }

    // What the library adds to a failure of a process is said by ourselves, within a bound.
    private string Reason(Exception failure) => BoundedText.Cut(secrets.Hide(failure.GetBaseException().Message.Split('\n')[0].TrimEnd('\r')), 500);
}
