using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tessera.Tools.Python;

namespace Tessera.Tools.Pdb.Protocol;

/// <summary>The conversation with the driver: commands to it, reports from it.</summary>
/// <param name="stream">The stream to the driver.</param>
internal sealed class DriverChannel(Stream stream)
{
    private readonly DriverFrames _frames = new(stream);

    /// <summary>Has the driver run a program.</summary>
    /// <param name="code">The driver's own code.</param>
    /// <param name="start">The program.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task StartAsync(DriverCode code, DriverStart start, CancellationToken cancellationToken)
    {
        // One that has ended says so when its report is waited for.
        if (await code.GiveAsync(_frames, cancellationToken).ConfigureAwait(false))
            await SendAsync(start, DriverJson.Default.DriverStart, cancellationToken).ConfigureAwait(false);
    }

    public Task SendAsync(DriverRequest request, CancellationToken cancellationToken) => SendAsync(request, DriverJson.Default.DriverRequest, cancellationToken);

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

    private Task SendAsync<T>(T message, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        _frames.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, type), cancellationToken);
}
