using System.Collections.Concurrent;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Tessera.Mcp.Tests.Serving;

/// <summary>A client's connection to the command, which it started as clients do.</summary>
internal sealed class Served : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _errors;

    private Served(McpClient client, ConcurrentQueue<string> errors)
    {
        (Client, _errors) = (client, errors);
        client.RegisterNotificationHandler(NotificationMethods.ProgressNotification, (told, _) =>
        {
            Progress.Enqueue(told.Params.Deserialize<JsonElement>());
            return default;
        });
    }

    public McpClient Client { get; }

    /// <summary>All that it told of progress, also of calls that have ended.</summary>
    public ConcurrentQueue<JsonElement> Progress { get; } = [];

    /// <summary>What the command wrote to standard error.</summary>
    public string Errors => string.Join('\n', _errors);

    public static async Task<Served> StartAsync(Project project, params string[] arguments)
    {
        InstalledPython.Require();
        var errors = new ConcurrentQueue<string>();
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = [Repository.Tessera, "mcp", "--workspace", project.Folder, .. arguments],
            StandardErrorLines = errors.Enqueue,
        });
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        return new Served(await McpClient.CreateAsync(transport, cancellationToken: bound.Token), errors);
    }

    public Task<CallToolResult> CallAsync(string tool, object? arguments = null, CancellationToken cancellationToken = default) =>
        CallAsync(tool, arguments, null, cancellationToken);

    /// <summary>Calls a tool and asks to be told of its progress.</summary>
    public Task<CallToolResult> CallWithProgressAsync(string tool, CancellationToken cancellationToken = default) =>
        CallAsync(tool, null, new Progress<ProgressNotificationValue>(), cancellationToken);

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    private async Task<CallToolResult> CallAsync(string tool, object? arguments, IProgress<ProgressNotificationValue>? progress, CancellationToken cancellationToken)
    {
        var written = JsonSerializer.SerializeToElement(arguments ?? new { });
        var named = written.EnumerateObject().ToDictionary(argument => argument.Name, argument => (object?)argument.Value);
        return await Client.CallToolAsync(tool, named, progress, cancellationToken: cancellationToken);
    }
}
