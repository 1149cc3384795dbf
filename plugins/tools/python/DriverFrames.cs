using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Tessera.Tools.Python;

/// <summary>Length-prefixed JSON to and from a driver, apart from the program's standard streams.</summary>
/// <param name="stream">The stream to the driver.</param>
internal sealed class DriverFrames(Stream stream)
{
    // The driver bounds what it says; a longer frame is not the driver's.
    private const int LongestFrame = 64 * 1024 * 1024;

    public Task SendAsync(JsonObject message, CancellationToken cancellationToken) => SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), cancellationToken);

    public async Task SendAsync(byte[] body, CancellationToken cancellationToken)
    {
        var frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.Length);
        body.CopyTo(frame, 4);
        try
        {
            await stream.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The program has ended; receiving says so.
        }
    }

    /// <summary>Waits for the next message.</summary>
    /// <returns>Its JSON; null when the program has ended, or sends what no driver sends.</returns>
    public async Task<byte[]?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var header = new byte[4];
        try
        {
            if (await stream.ReadAtLeastAsync(header, 4, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < 4) return null;
            var length = BinaryPrimitives.ReadInt32BigEndian(header);
            if (length is < 0 or > LongestFrame) return null;
            var body = new byte[length];
            return await stream.ReadAtLeastAsync(body, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < length ? null : body;
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            return null;
        }
    }
}
