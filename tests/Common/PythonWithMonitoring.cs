using System.Diagnostics;

namespace Tessera.Tests;

/// <summary>A Python 3.12 or newer, by whose <c>sys.monitoring</c> tools watch a program. Without one a test is skipped with the reason; where CI is set, it fails.</summary>
internal static class PythonWithMonitoring
{
    private static readonly string[] _names = ["python3.14", "python3.13", "python3.12", "/usr/local/bin/python3.13"];

    private static readonly Lazy<string?> _found = new(() => _names.FirstOrDefault(Runs));

    /// <summary>The first of them that runs; where there is none, one name that <see cref="Require"/> refuses.</summary>
    public static string Name => _found.Value ?? _names[0];

    public static string Require()
    {
        Environment.GetEnvironmentVariable("CI").Should().Match(set => string.IsNullOrEmpty(set) || _found.Value != null, "one of {0} runs", string.Join(", ", _names));
        Assert.SkipWhen(_found.Value is null, $"None of {string.Join(", ", _names)} runs.");
        return _found.Value;
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
