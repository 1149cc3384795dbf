using ModelContextProtocol.Client;
using Tessera.Sdk.Diagnostics;

namespace Tessera.ToolSources.Mcp;

/// <summary>Where a server is, and how it is reached.</summary>
internal sealed class ServerAddress
{
    // What programs need to find files, programs, libraries, language and time zone; all else may hold secrets.
    private static readonly string[] _inherited =
    [
        "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
        "SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA",
    ];

    private readonly McpOptions _options;
    private readonly Secrets _secrets;
    private readonly Uri? _url;

    /// <summary>Reads the options.</summary>
    /// <exception cref="TesseraException">TESS4611: they name no server, or two.</exception>
    public ServerAddress(McpOptions options, Secrets secrets)
    {
        (_options, _secrets) = (options, secrets);
        if (options.Command is null == options.Url is null)
            throw Malformed(options.Url is null ? "neither command nor url says where the MCP server is" : "both command and url say where the MCP server is", "Give one of them.");
        if (options.Url is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out _url) && _url.Scheme is "http" or "https"))
            throw Malformed($"'{url}' is no address of an MCP server", "For example: http://127.0.0.1:8080/mcp");
    }

    /// <summary>The server as messages name it.</summary>
    public string Name => _url is { } url ? url.GetLeftPart(UriPartial.Path) : _options.Command![0];

    /// <summary>A new way to the server; connecting through it starts a command.</summary>
    /// <param name="errors">Is given each line of a command's standard error.</param>
    /// <param name="started">Whose mark a command carries.</param>
    public IClientTransport CreateTransport(Action<string> errors, StartedProcesses started) => _url is { } url
        ? new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = url,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = _options.Headers.ToDictionary(header => header.Key, header => _secrets[header.Value]),
            ConnectionTimeout = TimeSpan.FromSeconds(_options.TimeoutSeconds),
            MaxReconnectionAttempts = 1,
        })
        : new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = _options.Command![0],
            Arguments = [.. _options.Command.Skip(1)],
            WorkingDirectory = _options.WorkingFolder,
            InheritEnvironmentVariables = false,
            EnvironmentVariables = Environment(started),
            StandardErrorLines = errors,
            ShutdownTimeout = TimeSpan.FromSeconds(2),
        });

    private Dictionary<string, string?> Environment(StartedProcesses started)
    {
        var variables = new Dictionary<string, string?> { [StartedProcesses.Variable] = started.Mark };
        foreach (var name in _inherited)
        {
            if (System.Environment.GetEnvironmentVariable(name) is { } value) variables[name] = value;
        }

        foreach (var name in _options.Environment) variables[name] = _secrets[name];
        return variables;
    }

    private static TesseraException Malformed(string message, string remedy) => new(Diagnostic.Error("TESS4611", $"In the options of tools/mcp, {message}.", remedy: remedy));
}
