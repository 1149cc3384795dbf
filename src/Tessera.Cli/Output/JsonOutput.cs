using System.Text.Encodings.Web;
using System.Text.Json;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Output;

/// <summary>Writes one JSON document to standard output, and nothing else.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Action<Utf8JsonWriter> write)
    {
        using var output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, Options)) write(writer);
        output.Write("\n"u8);
    }

    public static void WriteDiagnostics(this Utf8JsonWriter writer, IEnumerable<Diagnostic> diagnostics)
    {
        writer.WriteStartArray("diagnostics");
        foreach (var diagnostic in diagnostics)
        {
            writer.WriteStartObject();
            writer.WriteString("id", diagnostic.Id);
            writer.WriteString("severity", diagnostic.Severity.ToString().ToLowerInvariant());
            writer.WriteString("message", diagnostic.Message);
            if (diagnostic.Remedy is { } remedy) writer.WriteString("remedy", remedy);
            if (diagnostic.Location is { } location)
            {
                writer.WriteString("file", location.File);
                writer.WriteNumber("line", location.Line);
                writer.WriteNumber("column", location.Column);
                if (location.KeyPath is { } path) writer.WriteString("path", path);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
