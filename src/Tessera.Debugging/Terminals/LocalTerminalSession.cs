using System.Diagnostics;
using System.Text;
using Tessera.Debugging.Terminals.Channels;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals;

/// <summary>A program that runs on this machine.</summary>
internal sealed class LocalTerminalSession : ITerminalSession
{
    // How long the output of a program that has ended is waited for when something that escaped still holds it open.
    private static readonly TimeSpan _leftoverOutput = TimeSpan.FromSeconds(2);

    // How long a connection that was made before a program ended is waited for when others hold the listener up.
    private static readonly TimeSpan _lateConnection = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly ProcessTree _tree;
    private readonly RunningProcess? _held;
    private readonly TimeProvider _time;
    private readonly Action<LocalTerminalSession> _forget;
    private readonly bool _endsWhole;
    private readonly Lock _order = new();
    private readonly OutputPipe[] _pipes;
    private readonly BoundedOutput _all;
    private readonly BoundedOutput _fresh;
    private readonly CancellationTokenSource _ending = new();
    private readonly SemaphoreSlim _input = new(1, 1);
    private readonly long _started;

    public LocalTerminalSession(
        Process process, ProcessTree tree, TerminalCommand command, TimeProvider time, Action<LocalTerminalSession> forget, bool endsWhole)
    {
        (_process, _tree, _time, _forget, _endsWhole) = (process, tree, time, forget, endsWhole);
        _held = RunningProcess.Hold(process.Id);
        // If it ended before it was held, its number may be another's.
        if (process.HasExited) _held?.Dispose();
        _all = new BoundedOutput(command.OutputLimit);
        _fresh = new BoundedOutput(command.OutputLimit);
        _started = time.GetTimestamp();
        ProcessId = process.Id;
        _pipes = [new OutputPipe(process.StandardOutput.BaseStream, _order, Keep), new OutputPipe(process.StandardError.BaseStream, _order, Keep)];
        var reading = Task.WhenAll(_pipes.Select(pipe => pipe.ReadToEndAsync()));
        if (command.StandardInput.Length > 0) _ = WriteInputAsync(command.StandardInput, CancellationToken.None);
        Completion = RunAsync(reading, command.Timeout);
    }

    public Stream? Channel { get; private set; }

    public Task<TerminalResult> Completion { get; }

    /// <summary>The number of the process that was started.</summary>
    public int ProcessId { get; }

    public bool? IsWaitingForInput => Completion.IsCompleted ? false : InputWait.IsWaiting(_process.Id);

    public string TakeOutput()
    {
        // What has left the program must not wait for a reader that has yet to be scheduled.
        foreach (var pipe in _pipes) pipe.ReadWhatIsThere();
        return _fresh.Take();
    }

    public async Task WriteInputAsync(string text, CancellationToken cancellationToken)
    {
        await _input.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var stream = _process.StandardInput.BaseStream;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // A program that has closed its input, or has ended, is told nothing; its completion says the rest.
        }
        finally
        {
            _input.Release();
        }
    }

    public void Interrupt()
    {
        if (Completion.IsCompleted) return;
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("A program cannot be interrupted on Windows; dispose of the session to end it.");
        if (_held is not null) _held.Send(UnixSignal.Interrupt);
        else if (!HasEnded()) UnixSignal.Interrupt.Send(_process.Id);
    }

    /// <summary>Waits until the program has connected or ended.</summary>
    public async Task ConnectAsync(IChannelSource listener, CancellationToken cancellationToken)
    {
        using (listener)
        using (var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            var accepting = listener.AcceptAsync(Completion, giveUp.Token);
            try
            {
                await Task.WhenAny(accepting, Completion).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await giveUp.CancelAsync().ConfigureAwait(false);
                await DisposeAsync().ConfigureAwait(false);
                throw;
            }

            try
            {
                // A program that has ended may have connected before, which nobody may have noticed yet.
                if (!accepting.IsCompleted)
                {
                    listener.Knock();
                    giveUp.CancelAfter(_lateConnection);
                }

                Channel = await accepting.ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Channel = Stream.Null;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(false);
        if (Channel is not null) await Channel.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<TerminalResult> RunAsync(Task reading, TimeSpan timeout)
    {
        var timedOut = !await EndsWithinAsync(timeout).ConfigureAwait(false);
        // Also after a good end: what a program leaves running would outlive its bounds.
        if (!_endsWhole || !_process.HasExited) _tree.End(_process);
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await reading.WaitAsync(_leftoverOutput, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            foreach (var pipe in _pipes) pipe.GiveUp();
            _all.Append("\n... (something that the program started left its tree and still holds its output) ...\n");
        }

        var result = new TerminalResult(_process.ExitCode, _all.ToString(), timedOut, _all.IsTruncated, _time.GetElapsedTime(_started));
        _held?.Dispose();
        _process.Dispose();
        _forget(this);
        return result;
    }

    /// <summary>Waits for the program's own end; false when the time bound came first.</summary>
    private async Task<bool> EndsWithinAsync(TimeSpan timeout)
    {
        using var bound = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, _ending.Token);
        try
        {
            await _process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return _ending.IsCancellationRequested;
        }
    }

    private bool HasEnded()
    {
        try
        {
            return _process.HasExited;
        }
        catch (InvalidOperationException)
        {
            // It was released meanwhile.
            return true;
        }
    }

    private void Keep(ReadOnlySpan<char> text)
    {
        _all.Append(text);
        _fresh.Append(text);
    }
}
