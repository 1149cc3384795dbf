using System.ComponentModel;
using System.Diagnostics;

namespace Tessera.Benchmarks.Tracing;

/// <summary>The Pythons of this machine.</summary>
internal static class Pythons
{
    private static readonly string[] _candidates = ["python3", "/usr/bin/python3", "python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14"];

    /// <summary>One of each version.</summary>
    public static IReadOnlyList<string> Installed() => OneOfEachVersion("sys");

    /// <summary>One of each version that has pytest.</summary>
    public static IReadOnlyList<string> WithPytest() => OneOfEachVersion("sys, pytest");

    private static List<string> OneOfEachVersion(string modules)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var python in _candidates)
        {
            if (Ask(python, $"import {modules}; print('%d.%d' % sys.version_info[:2])") is { } version) found.TryAdd(version, python);
        }

        return [.. found.Values];
    }

    private static string? Ask(string python, string question)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", question]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var answer = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? answer : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
