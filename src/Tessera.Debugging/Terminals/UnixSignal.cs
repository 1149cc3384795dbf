using System.Runtime.InteropServices;

namespace Tessera.Debugging.Terminals;

/// <summary>A signal of Unix systems.</summary>
internal sealed class UnixSignal
{
    public static readonly UnixSignal Interrupt = new(2);
    public static readonly UnixSignal Kill = new(9);

    // Linux's number; others have their own.
    public static readonly UnixSignal Stop = new(19);

    private UnixSignal(int number) => Number = number;

    /// <summary>The system's number of it.</summary>
    public int Number { get; }

    /// <summary>Sends the signal to a process.</summary>
    /// <returns>Whether the process was there.</returns>
    public bool Send(int process) => SendSignal(process, Number) == 0;

    [DllImport("libc", EntryPoint = "kill", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
