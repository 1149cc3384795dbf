using System.Text;
using System.Text.Json.Nodes;

namespace Tessera.Pipelines.Running;

/// <summary>What happened in a run, one event a line, only ever added to.</summary>
internal sealed class RunJournal : IDisposable
{
    private readonly Lock _writing = new();
    private readonly FileStream _stream;
    private readonly TimeProvider _time;
    private long _sequence;

    public RunJournal(string path, TimeProvider time)
    {
        _time = time;
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _sequence = CloseTornLine(_stream);
    }

    public void Write(string name, params ReadOnlySpan<(string Key, JsonNode? Value)> values)
    {
        lock (_writing)
        {
            var line = new JsonObject { ["sequence"] = _sequence++, ["time"] = _time.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture), ["event"] = name };
            foreach (var (key, value) in values) line[key] = value;
            _stream.Write(Encoding.UTF8.GetBytes(line.ToJsonString(RunJson.Line) + "\n"));
            _stream.Flush();
        }
    }

    public void Dispose() => _stream.Dispose();

    // A process that was killed while it wrote leaves half a line: it is ended, so that the next event has a line of its own.
    private static long CloseTornLine(FileStream stream)
    {
        long lines = 0;
        var last = '\n';
        using (var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true))
        {
            Span<char> buffer = stackalloc char[4096];
            for (var read = reader.Read(buffer); read > 0; read = reader.Read(buffer))
            {
                lines += buffer[..read].Count('\n');
                last = buffer[read - 1];
            }
        }

        stream.Seek(0, SeekOrigin.End);
        if (last == '\n') return lines;
        stream.Write("\n"u8);
        return lines + 1;
    }
}
