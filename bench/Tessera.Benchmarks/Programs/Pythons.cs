using System.ComponentModel;
using System.Diagnostics;

namespace Tessera.Benchmarks.Programs;

/// <summary>The Pythons of this machine, one of each version, by their own paths: a name on the search path may be a script that finds one first.</summary>
internal static class Pythons
{
    private static readonly string[] _names = ["python3", "/usr/bin/python3", "python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14", "/usr/local/bin/python3.13"];

    /// <summary>All.</summary>
    public static IReadOnlyList<string> Installed { get; } = OneOfEachVersion("sys");

    /// <summary>Those that have pytest.</summary>
    public static IReadOnlyList<string> WithPytest { get; } = OneOfEachVersion("sys, pytest");

    private static List<string> OneOfEachVersion(string modules)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in _names)
        {
            if (Ask(name, $"import {modules}; print('%d.%d' % sys.version_info[:2], sys.executable)") is { } answer && answer.Split(' ', 2) is [var version, var path]) found.TryAdd(version, path);
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
