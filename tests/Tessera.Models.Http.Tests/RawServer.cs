using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tessera.Models.Http.Tests;

/// <summary>Answers the first connection with bytes that a real HTTP server would not send.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    public RawServer(string answer)
    {
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _serving = ServeAsync(answer);
    }

    public string Address { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Dispose();
    }

    private async Task ServeAsync(string answer)
    {
        try
        {
            using var connection = await _listener.AcceptTcpClientAsync();
            var stream = connection.GetStream();
            await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        }
        catch (Exception ended) when (ended is SocketException or IOException or ObjectDisposedException)
        {
            // Nobody came, or whoever came has gone.
        }
    }
}
