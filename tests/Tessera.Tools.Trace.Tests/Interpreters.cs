using Tessera.Tests;

namespace Tessera.Tools.Trace.Tests;

/// <summary>The interpreters that traces are tested with: the traced functions are watched by other means before Python 3.12 than since.</summary>
internal static class Interpreters
{
    /// <summary>The <c>python3</c> of this machine; without it a test is skipped with the reason, where CI is set it fails.</summary>
    public static string Usual()
    {
        InstalledPython.Require();
        return "python3";
    }

    /// <summary>A Python 3.12 or newer; without it a test is skipped with the reason, where CI is set it fails.</summary>
    public static string WithMonitoring() => PythonWithMonitoring.Require();
}
