using System.Diagnostics;

namespace Tessera.Tests;

/// <summary>A Python on this machine that has pytest. Without one, tests are skipped with the reason; where CI is set, they fail.</summary>
internal static class InstalledPytest
{
    private static readonly Lazy<string?> _python = new(() => new[] { "python3", "/usr/bin/python3", "python3.13", "python3.12" }.FirstOrDefault(HasPytest));

    /// <summary>The interpreter.</summary>
    public static string Require()
    {
        if (_python.Value is { } python) return python;
        Environment.GetEnvironmentVariable("CI").Should().BeNullOrEmpty("pytest is not installed");
        Assert.Skip("pytest is not installed.");
        return "";
    }

    private static bool HasPytest(string python)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import pytest"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
