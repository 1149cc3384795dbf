using System.Globalization;
using Tessera.Sdk.Terminals;
using Tessera.Tools.Python;

namespace Tessera.Tools.Pdb.Protocol;

/// <summary>A Python program under the driver, from its start to its end.</summary>
internal sealed class DebuggedProgram : IAsyncDisposable
{
    // How long an interrupted program may take to come to a halt, and an ended one to leave.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    // How long output that has left the program may take to arrive.
    private static readonly TimeSpan _delivery = TimeSpan.FromMilliseconds(250);

    private readonly ITerminalSession _session;
    private readonly DriverChannel _channel;
    private readonly TimeProvider _time;
    private int _request;

    private DebuggedProgram(ITerminalSession session, TimeProvider time) =>
        (_session, _channel, _time) = (session, new DriverChannel(session.Channel!), time);

    public bool HasEnded { get; private set; }

    /// <summary>Starts a program and waits until it stands at its first line.</summary>
    /// <returns>The program, and how the start went: the program may have ended.</returns>
    /// <exception cref="TerminalException">Python could not be started.</exception>
    public static async Task<(DebuggedProgram Program, Exchange Start)> StartAsync(
        ITerminal terminal, ProgramStart start, DriverCode code, PdbOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var command = new TerminalCommand
        {
            Program = start.EntryPoint.Interpreter,
            Arguments = [.. start.EntryPoint.InterpreterOptions, "-c", DriverSources.Bootstrap],
            Timeout = TimeSpan.FromDays(1),
            OutputLimit = options.MaxOutput,
            WithChannel = true,
        };
        var session = await terminal.OpenAsync(command, cancellationToken).ConfigureAwait(false);
        var program = new DebuggedProgram(session, time);
        try
        {
            await program._channel.StartAsync(code, Describe(start, options), cancellationToken).ConfigureAwait(false);
            var stands = await program.ReceiveAsync(TimeSpan.FromSeconds(options.TimeoutSeconds), cancellationToken).ConfigureAwait(false);
            return (program, stands with { IsStart = true });
        }
        catch
        {
            await program.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Has the driver perform a command, and waits until the program stands still again or has ended.</summary>
    /// <param name="command">The command.</param>
    /// <param name="breakpoints">All breakpoints where they are not what the driver knows; otherwise null.</param>
    /// <param name="regardless">Whether to perform it although files have changed.</param>
    /// <param name="edited">Python files that were edited since the last start or request; null for none.</param>
    /// <param name="timeout">After this the program is interrupted where it stands.</param>
    /// <param name="cancellationToken">Ends the wait; the program is then in no known state.</param>
    public async Task<Exchange> PerformAsync(
        string command, IReadOnlyList<DriverBreakpoint>? breakpoints, bool regardless, IReadOnlyList<string>? edited, TimeSpan timeout, CancellationToken cancellationToken)
    {
        _request++;
        await _channel.SendAsync(new DriverRequest(_request, command, breakpoints, regardless, edited), cancellationToken).ConfigureAwait(false);
        return await ReceiveAsync(timeout, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the program.</summary>
    /// <returns>A task that ends when its whole tree of processes has ended; the program itself ends at once, where it stands still.</returns>
    public async ValueTask DisposeAsync()
    {
        HasEnded = true;
        // A driver without its host leaves.
        await _session.Channel!.DisposeAsync().ConfigureAwait(false);
        await _session.DisposeAsync().ConfigureAwait(false);
    }

    private static DriverStart Describe(ProgramStart start, PdbOptions options) => new(
        start.EntryPoint.Kind.ToString().ToLower(CultureInfo.InvariantCulture), start.EntryPoint.Target, start.EntryPoint.Arguments,
        start.Input, start.Breakpoints, start.Aliases, start.Edited, options.MaxOutput);

    private async Task<Exchange> ReceiveAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var receiving = ReceiveOrEndAsync(cancellationToken);
        var timedOut = !await EndsWithinAsync(receiving, timeout, cancellationToken).ConfigureAwait(false);
        if (timedOut)
        {
            Interrupt();
            // What does not react, such as a long call into native code, cannot be kept.
            if (!await EndsWithinAsync(receiving, _patience, cancellationToken).ConfigureAwait(false)) await DisposeAsync().ConfigureAwait(false);
        }

        var report = await receiving.ConfigureAwait(false);
        if (report is { Stop.HasEnded: false } && !HasEnded)
            return new Exchange(report, await TakeOutputAsync(report.Wrote, cancellationToken).ConfigureAwait(false), null, timedOut);
        // Its process goes on to its end.
        if (!await EndsWithinAsync(_session.Completion, _patience, cancellationToken).ConfigureAwait(false)) timedOut = true;
        await DisposeAsync().ConfigureAwait(false);
        var end = await _session.Completion.ConfigureAwait(false);
        return new Exchange(report, _session.TakeOutput(), end, timedOut);
    }

    /// <summary>Waits for a report, or for the program's end: processes that it started hold the channel open beyond that.</summary>
    private async Task<DriverReport?> ReceiveOrEndAsync(CancellationToken cancellationToken)
    {
        var receiving = _channel.ReceiveAsync(cancellationToken);
        if (await Task.WhenAny(receiving, _session.Completion).ConfigureAwait(false) == receiving) return await receiving.ConfigureAwait(false);
        // What it said last is still read.
        return await EndsWithinAsync(receiving, _delivery, cancellationToken).ConfigureAwait(false) ? await receiving.ConfigureAwait(false) : null;
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(timeout, _time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Interrupt()
    {
        try
        {
            _session.Interrupt();
        }
        catch (PlatformNotSupportedException)
        {
            // Then it is ended when patience is.
        }
    }

    private async Task<string> TakeOutputAsync(bool isExpected, CancellationToken cancellationToken)
    {
        var output = _session.TakeOutput();
        for (var started = _time.GetTimestamp(); isExpected && output.Length == 0 && _time.GetElapsedTime(started) < _delivery; output = _session.TakeOutput())
            await Task.Delay(TimeSpan.FromMilliseconds(1), _time, cancellationToken).ConfigureAwait(false);
        return output;
    }
}
