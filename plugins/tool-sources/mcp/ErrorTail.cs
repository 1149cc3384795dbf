namespace Tessera.ToolSources.Mcp;

/// <summary>The last lines that a server wrote to standard error, within a bound.</summary>
internal sealed class ErrorTail
{
    private const int MostLines = 10;
    private const int LongestLine = 300;

    private readonly Queue<string> _lines = [];

    public void Add(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == MostLines) _lines.Dequeue();
            _lines.Enqueue(line.Length > LongestLine ? line[..LongestLine] + "..." : line);
        }
    }

    /// <summary>The lines as an addition to a message; empty where there are none.</summary>
    public override string ToString()
    {
        lock (_lines) return _lines.Count == 0 ? "" : $" It wrote:\n{string.Join('\n', _lines)}";
    }
}
