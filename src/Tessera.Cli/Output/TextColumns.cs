namespace Tessera.Cli.Output;

/// <summary>Writes rows in columns as wide as they need to be. For listings, which must start at once; runs use richer tables.</summary>
internal sealed class TextColumns(params string[] headings)
{
    private readonly List<string[]> _rows = [headings];

    public void Add(params string[] cells) => _rows.Add(Array.ConvertAll(cells, static cell => Words.Harmless(cell).Replace('\n', ' ')));

    public void Write(TextWriter output)
    {
        var widths = Enumerable.Range(0, headings.Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in _rows)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
