using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals.Channels;

/// <summary>Waits for one program to connect: at a socket in a folder of the user's own, or on Windows at a port with a token.</summary>
internal sealed class ChannelListener : IChannelSource
{
    // The system's room for a socket's path is 104 bytes on macOS and 108 on Linux.
    private const int LongestSocketPath = 100;
    private readonly Socket _socket;
    private readonly string? _folder;
    private readonly string? _token;

    private ChannelListener(Socket socket, string address, string? folder, string? token) =>
        (_socket, Address, _folder, _token) = (socket, address, folder, token);

    public string Address { get; }

    public string? Folder => _folder;

    // Python on Windows cannot connect to Unix sockets.
    public static ChannelListener Create() => OperatingSystem.IsWindows() ? CreateTcp() : CreateUnix();

    public static ChannelListener CreateTcp()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        return new ChannelListener(socket, string.Create(CultureInfo.InvariantCulture, $"tcp:127.0.0.1:{port}"), null, RandomNumberGenerator.GetHexString(32, lowercase: true));
    }

    public void Announce(Dictionary<string, string> environment)
    {
        environment[TerminalCommand.ChannelVariable] = Address;
        if (_token is not null) environment[TerminalCommand.ChannelTokenVariable] = _token;
    }

    public async Task<Stream> AcceptAsync(Task completion, CancellationToken cancellationToken)
    {
        while (true)
        {
            var connection = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
            var stream = new NetworkStream(connection, ownsSocket: true);
            if (_token is null || await ReadTokenAsync(stream, cancellationToken).ConfigureAwait(false)) return stream;
            // Somebody else on this machine: not the program.
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Connections are accepted in the order in which they were made: this one comes after the program's, and is closed at once.
    public void Knock()
    {
        var address = _socket.LocalEndPoint!;
        using var visitor = new Socket(address.AddressFamily, SocketType.Stream, _socket.ProtocolType);
        visitor.Connect(address);
        if (_token is not null) visitor.Send(Encoding.ASCII.GetBytes(_token + "\n"));
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (_folder is not null && Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private static ChannelListener CreateUnix()
    {
        var folder = Directory.CreateTempSubdirectory("tessera-").FullName;
        if (Encoding.UTF8.GetByteCount(folder) + "/channel".Length > LongestSocketPath)
        {
            Directory.Delete(folder);
            folder = Path.Join("/tmp", "tessera-" + RandomNumberGenerator.GetHexString(12, lowercase: true));
            if (!OperatingSystem.IsWindows()) Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var path = Path.Join(folder, "channel");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        return new ChannelListener(socket, "unix:" + path, folder, null);
    }

    private async Task<bool> ReadTokenAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var expected = Encoding.ASCII.GetBytes(_token + "\n");
        var given = new byte[expected.Length];
        try
        {
            var read = await stream.ReadAtLeastAsync(given, given.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return read == given.Length && CryptographicOperations.FixedTimeEquals(given, expected);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
