using System.Globalization;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Tessera.Mcp.Serving;

/// <summary>Tells a client every second that its call goes on, so that it neither gives up nor wonders.</summary>
/// <remarks>Nothing is told once the call was cancelled or has ended.</remarks>
internal sealed class Heartbeat : IAsyncDisposable
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _ending;
    private readonly Task _beating;
    private volatile string _state = "waiting for another call to end";

    /// <summary>Begins to tell.</summary>
    /// <param name="session">The connection to the client.</param>
    /// <param name="token">The token by which the client knows the call; null for a client that does not want to know.</param>
    /// <param name="time">Measures the seconds.</param>
    /// <param name="cancellationToken">The call's cancellation.</param>
    public Heartbeat(McpSession session, ProgressToken? token, TimeProvider time, CancellationToken cancellationToken)
    {
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _beating = token is { } wanted ? BeatAsync(session, wanted, time, _ending.Token) : Task.CompletedTask;
    }

    /// <summary>The call's turn has come.</summary>
    public void Begin() => _state = "running";

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task BeatAsync(McpSession session, ProgressToken token, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_period, time);
        for (var second = 1; await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false); second++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var told = new ProgressNotificationValue { Progress = second, Message = string.Create(CultureInfo.InvariantCulture, $"{_state}, {second} s") };
            await session.NotifyProgressAsync(token, told, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }
}
