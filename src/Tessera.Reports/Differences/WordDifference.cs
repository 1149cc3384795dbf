namespace Tessera.Reports.Differences;

/// <summary>Lines that took the place of others, with the words that differ.</summary>
internal static class WordDifference
{
    private const int MostWords = 4_000;

    // With less in common, marks on nearly everything would only disturb.
    private const double LeastCommon = 0.4;

    /// <summary>Compares lines word by word.</summary>
    /// <returns>The removed lines and then the added ones; null where too little stands in both.</returns>
    public static IEnumerable<DifferenceLine>? Find(IReadOnlyList<string> removed, IReadOnlyList<string> added)
    {
        if (removed.Count == 0 || added.Count == 0) return null;
        var (before, after) = (Words(removed), Words(added));
        if (before.Count > MostWords || after.Count > MostWords) return null;
        var pieces = ShortestEdit.Find(before, after);
        var common = pieces.Where(piece => piece.Change == Change.Kept).Sum(piece => piece.Text.Length);
        var shorter = Math.Min(before.Sum(word => word.Length), after.Sum(word => word.Length));
        return common < LeastCommon * shorter ? null : [.. Side(pieces, Change.Removed), .. Side(pieces, Change.Added)];
    }

    private static List<DifferenceLine> Side(IReadOnlyList<Piece> pieces, Change change)
    {
        var (lines, line) = (new List<DifferenceLine>(), new List<Piece>());
        foreach (var piece in pieces.Where(piece => piece.Change == Change.Kept || piece.Change == change))
        {
            if (piece.Text != "\n") Append(line, piece);
            else
            {
                lines.Add(new DifferenceLine(change, [.. line]));
                line.Clear();
            }
        }

        lines.Add(new DifferenceLine(change, line));
        return lines;
    }

    private static void Append(List<Piece> line, Piece piece)
    {
        if (line.Count > 0 && line[^1].Change == piece.Change) line[^1] = piece with { Text = line[^1].Text + piece.Text };
        else line.Add(piece);
    }

    private static List<string> Words(IReadOnlyList<string> lines)
    {
        var words = new List<string>();
        foreach (var (index, line) in lines.Index())
        {
            if (index > 0) words.Add("\n");
            for (var (start, end) = (0, 0); start < line.Length; start = end)
            {
                end = start + 1;
                if (char.IsLetterOrDigit(line[start])) while (end < line.Length && char.IsLetterOrDigit(line[end])) end++;
                else if (line[start] == ' ') while (end < line.Length && line[end] == ' ') end++;
                words.Add(line[start..end]);
            }
        }

        return words;
    }
}
