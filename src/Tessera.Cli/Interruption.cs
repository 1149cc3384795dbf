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
    private readonly string? _told;

    /// <summary>Begins to listen.</summary>
    /// <param name="told">What a person is told at the first Ctrl-C; null for nothing.</param>
    public Interruption(string? told = "Stopping. What is done is kept, and the same command goes on from there. Ctrl-C again ends at once.") => (_told, _registrations) =
        (told, [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)]);

    public CancellationToken Token => _asked.Token;

    private void Handle(PosixSignalContext signal)
    {
        if (_asked.IsCancellationRequested) Environment.Exit(ExitCodes.Interrupted);
        signal.Cancel = true;
        if (_told is not null) Console.Error.WriteLine(_told);
        // What parts do when they are asked to stop is not this thread's business: it must be free for the second signal.
        _ = _asked.CancelAsync();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }
}
