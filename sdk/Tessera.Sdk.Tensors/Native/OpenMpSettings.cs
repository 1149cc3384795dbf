using System.Runtime.InteropServices;

namespace Tessera.Sdk.Tensors.Native;

/// <summary>How threads of OpenMP, on which libtorch shares an operation, wait for each other.</summary>
internal static partial class OpenMpSettings
{
    private const string SpinCount = "GOMP_SPINCOUNT", WaitPolicy = "OMP_WAIT_POLICY";

    /// <summary>About ten microseconds, as long as a small operation takes.</summary>
    private const string Brief = "2000";

    /// <summary>
    /// Lets threads of GNU's OpenMP sleep when they have waited for a moment, unless the user has set how they wait. By default they spin for milliseconds:
    /// where another program uses a processor, too, nine tenths of the time of small operations were spent so. Call it before libtorch is loaded.
    /// </summary>
    public static void WaitBriefly()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(SpinCount) is not null || Environment.GetEnvironmentVariable(WaitPolicy) is not null) return;
        // Of the process, where the library looks for it; what .NET sets is seen by .NET alone.
        _ = SetVariable(SpinCount, Brief, 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
