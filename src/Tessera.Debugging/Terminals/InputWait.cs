using System.Globalization;
using System.Runtime.InteropServices;

namespace Tessera.Debugging.Terminals;

/// <summary>Asks Linux whether a program waits in a read of its standard input.</summary>
internal static class InputWait
{
    /// <summary>Whether one of the program's threads waits for standard input; null where the system does not tell.</summary>
    public static bool? IsWaiting(int process)
    {
        if (!OperatingSystem.IsLinux() || ReadCall is not { } read) return null;
        try
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"{read} 0x0 ");
            return Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task"))
                .Any(thread => File.ReadAllText(Path.Join(thread, "syscall")).StartsWith(prefix, StringComparison.Ordinal));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The number of read(2) in the table of system calls.
    private static int? ReadCall => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 0,
        Architecture.Arm64 => 63,
        _ => null,
    };
}
