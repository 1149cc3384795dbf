using System.Diagnostics;
using Tessera.Sdk.Terminals;

namespace Tessera.Sdk.Testing.Tests.Terminals;

/// <summary>What a faulty terminal leaves running: a program that goes on with the kit's sign of life for a few seconds.</summary>
internal static class Survivor
{
    private const string Sign = "beat";

    public static bool IsAskedFor(TerminalCommand command) => command.Arguments.Count > 1 && command.Arguments[1].Contains(">> " + Sign, StringComparison.Ordinal);

    /// <summary>Whether something showed a sign of life in a folder.</summary>
    public static bool HasLived(string folder) => File.Exists(Path.Combine(folder, Sign));

    public static void Leave(string folder)
    {
        using var left = Process.Start(new ProcessStartInfo("sh", ["-c", $"i=0; while [ $i -lt 60 ]; do echo >> {Sign}; sleep 0.05; i=$((i+1)); done"]) { WorkingDirectory = folder });
    }
}
