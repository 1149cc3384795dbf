using System.Diagnostics;

namespace Tessera.Tests;

/// <summary>The Pythons that have pytest. Without one a test is skipped with the reason; where CI is set, it fails.</summary>
internal static class PythonWithPytest
{
    private static readonly string[] _candidates = ["python3", "/usr/bin/python3", "python3.14", "python3.13", "python3.12", "/usr/local/bin/python3.13"];

    private static readonly Lazy<string[]> _found = new(() =>
        [.. _candidates.Select(name => (Name: name, Version: VersionWithPytest(name))).Where(found => found.Version is not null).DistinctBy(found => found.Version).Select(found => found.Name)]);

    /// <summary>All of them, one for each version; where there is none, one name that <see cref="Require"/> refuses.</summary>
    public static TheoryData<string> All => [.. _found.Value is { Length: > 0 } found ? found : ["python3"]];

    public static void Require(string python)
    {
        if (_found.Value.Contains(python)) return;
        Environment.GetEnvironmentVariable("CI").Should().BeNullOrEmpty("a Python with pytest is installed");
        Assert.Skip("No Python with pytest is installed.");
    }

    /// <summary>One of them.</summary>
    public static string RequireOne()
    {
        Require(_found.Value.FirstOrDefault() ?? "");
        return _found.Value[0];
    }

    private static string? VersionWithPytest(string python)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import sys, pytest; print(sys.version)"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var version = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? version : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
