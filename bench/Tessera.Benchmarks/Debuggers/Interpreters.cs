using System.ComponentModel;
using System.Diagnostics;

namespace Tessera.Benchmarks.Debuggers;

/// <summary>The Pythons on this machine, by their own paths: a name on the search path may be a script that finds one first.</summary>
internal static class Interpreters
{
    public static IReadOnlyList<string> All { get; } =
        [.. new[] { "python3", "python3.12", "python3.13", "python3.14" }.Select(name => Ask(name, "import sys; print(sys.executable)")).OfType<string>().Distinct()];

    public static IReadOnlyList<string> WithPytest { get; } =
        [.. All.Append("/usr/bin/python3").Distinct().Where(python => Ask(python, "import pytest; print(1)") is not null)];

    private static string? Ask(string python, string code)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", code]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
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
