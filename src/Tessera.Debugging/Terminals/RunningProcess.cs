using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tessera.Debugging.Terminals;

/// <summary>Linux: a process that is held by more than its number, which may be another's once it has ended.</summary>
internal sealed class RunningProcess : IDisposable
{
    // The same on all of Linux's architectures.
    private const int OpenNumber = 434;
    private const int SendNumber = 424;
    private readonly SafeFileHandle _handle;

    private RunningProcess(SafeFileHandle handle) => _handle = handle;

    /// <summary>Holds a process; null where there is none, or where the system has no such way.</summary>
    public static RunningProcess? Hold(int process)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var handle = new SafeFileHandle((nint)Open(OpenNumber, process, 0), ownsHandle: true);
        return handle.IsInvalid ? null : new RunningProcess(handle);
    }

    /// <summary>Sends it a signal.</summary>
    /// <returns>Whether it was still there.</returns>
    public bool Send(UnixSignal signal)
    {
        try
        {
            return Send(SendNumber, _handle, signal.Number, 0, 0) == 0;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    public void Dispose() => _handle.Dispose();

    [DllImport("libc", EntryPoint = "syscall", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long Open(long number, int process, uint flags);

    [DllImport("libc", EntryPoint = "syscall", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long Send(long number, SafeFileHandle process, int signal, nint details, uint flags);
}
