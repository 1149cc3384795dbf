using System.Buffers;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Output;

/// <summary>Writes one JSON document to standard output, and nothing else.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = new PlainJsonEncoder() };

    // What the system calls a pipe that nobody reads: an error number of Unix, a result of Windows.
    private const int BrokenPipe = 32;
    private const int BrokenPipeOnWindows = unchecked((int)0x8007006D);

    public static void Write(Action<Utf8JsonWriter> write)
    {
        var document = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(document, Options)) write(writer);
        document.GetMemory(1).Span[0] = (byte)'\n';
        document.Advance(1);
        using var output = OpenStandardOutput();
        try
        {
            output.Write(document.WrittenSpan);
        }
        catch (IOException failure) when (failure.HResult is BrokenPipe or BrokenPipeOnWindows)
        {
            // The reader has seen enough and is gone, as after '| head'.
        }
    }

    // Pipes are written to directly: the console's own stream prepares a terminal first, which takes as long as reading
    // the manifests. Only a file needs it, as its place in the file is shared with the programs before and after this one.
    private static Stream OpenStandardOutput()
    {
        if (OperatingSystem.IsWindows()) return Console.OpenStandardOutput();
        var direct = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return direct.CanSeek ? Console.OpenStandardOutput() : direct;
    }

    public static void WriteDiagnostics(this Utf8JsonWriter writer, IEnumerable<Diagnostic> diagnostics)
    {
        writer.WriteStartArray("diagnostics");
        foreach (var diagnostic in diagnostics)
        {
            writer.WriteStartObject();
            writer.WriteString("id", diagnostic.Id);
            writer.WriteString("severity", Words.For(diagnostic.Severity));
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
