using System.Runtime.InteropServices;

namespace Tessera.Cli;

/// <summary>
/// Ctrl-C, or the system's request to end, while parts work: the first asks them to stop, so that what is done is kept;
/// the second ends the process, whatever it is doing.
/// </summary>
internal sealed class Interruption : IDisposable
{
    // Never disposed: a signal may arrive while everything else is put away.
    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];

    public CancellationToken Token => _asked.Token;

    private void Handle(PosixSignalContext signal)
    {
        if (_asked.IsCancellationRequested) Environment.Exit(ExitCodes.Interrupted);
        signal.Cancel = true;
        Console.Error.WriteLine("Stopping. What is done is kept, and the same command goes on from there. Ctrl-C again ends at once.");
        // What parts do when they are asked to stop is not this thread's business: it must be free for the second signal.
        _ = _asked.CancelAsync();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }
}
