using System.Diagnostics;
using Tessera.Tests;

namespace Tessera.Tools.Pdb.Tests;

/// <summary>The Pythons that tests run programs with: the usual one, and one that can watch single lines (3.12 or newer), where breakpoints work by other means.</summary>
internal static class Python
{
    private static readonly string[] _monitoring = ["python3.14", "python3.13", "python3.12"];

    public const string Usual = "python3";

    /// <summary>The newest on the search path; where there is none, the one that is asked for.</summary>
    public static string Monitoring { get; } = _monitoring.FirstOrDefault(Runs) ?? "python3.13";

    public static void Require(string python)
    {
        InstalledPython.Require();
        if (python == Usual || Runs(python)) return;
        Environment.GetEnvironmentVariable("CI").Should().BeNullOrEmpty($"{python} is not installed");
        Assert.Skip($"{python} is not installed.");
    }

    // Some installations put a name on the search path that only says that nothing stands behind it.
    private static bool Runs(string python)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", ""]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
