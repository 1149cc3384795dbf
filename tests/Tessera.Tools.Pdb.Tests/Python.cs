using Tessera.Tests;

namespace Tessera.Tools.Pdb.Tests;

/// <summary>The Pythons that tests run programs with: the usual one, and one that can watch single lines (3.12 or newer), where breakpoints work by other means.</summary>
internal static class Python
{
    public const string Usual = "python3";

    public static string Monitoring => PythonWithMonitoring.Name;

    public static void Require(string python)
    {
        InstalledPython.Require();
        if (python != Usual) PythonWithMonitoring.Require();
    }
}
