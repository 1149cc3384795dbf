using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Output;

/// <summary>Tells a person, or a script, what is wrong.</summary>
internal static class DiagnosticOutput
{
    /// <summary>Writes diagnostics: as JSON on standard output for scripts, otherwise as text on standard error.</summary>
    public static int Report(IReadOnlyList<Diagnostic> diagnostics, bool json, int exitCode = ExitCodes.Invalid)
    {
        if (json) JsonOutput.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", exitCode == ExitCodes.Invalid ? "invalid" : "failed");
            writer.WriteDiagnostics(diagnostics);
            writer.WriteEndObject();
        });
        else WriteText(Console.Error, diagnostics);
        return exitCode;
    }

    public static void WriteText(TextWriter output, IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            var place = diagnostic.Location is { } location ? $"{location}: " : "";
            output.WriteLine($"{Words.Harmless(place)}{Words.For(diagnostic.Severity)} {diagnostic.Id}: {Words.Harmless(diagnostic.Message)}");
            if (diagnostic.Location?.KeyPath is { Length: > 0 } path) output.WriteLine($"    at {Words.Harmless(path)}");
            if (diagnostic.Remedy is { } remedy) output.WriteLine($"    {Words.Harmless(remedy)}");
        }
    }
}
