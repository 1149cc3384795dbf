using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Tools.Python;

namespace Tessera.Tools.Pdb.Protocol;

/// <summary>The conversation with the driver: commands to it, reports from it.</summary>
/// <param name="stream">The stream to the driver.</param>
internal sealed class DriverChannel(Stream stream)
{
    private readonly DriverFrames _frames = new(stream);

    public Task SendAsync(JsonObject message, CancellationToken cancellationToken) => _frames.SendAsync(message, cancellationToken);

    /// <summary>Waits for the next report.</summary>
    /// <returns>The report; null when the program has ended.</returns>
    public async Task<DriverReport?> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (await _frames.ReceiveAsync(cancellationToken).ConfigureAwait(false) is not { } report) return null;
        try
        {
            return JsonSerializer.Deserialize(report, DriverJson.Default.DriverReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
