namespace Tessera.Reports.Differences;

/// <summary>Two texts line by line: what was removed and added, the words that were changed, and a few lines around.</summary>
internal static class LineDifference
{
    private const int Context = 3;

    public static IReadOnlyList<DifferenceLine> Lines(string before, string after)
    {
        var pieces = ShortestEdit.Find(Split(before), Split(after));
        var lines = new List<DifferenceLine>();
        for (var i = 0; i < pieces.Count;)
        {
            var end = i;
            var kept = pieces[i].Change == Change.Kept;
            while (end < pieces.Count && (pieces[end].Change == Change.Kept) == kept) end++;
            if (kept) AddKept(lines, [.. pieces.Take(end).Skip(i)], isFirst: i == 0, isLast: end == pieces.Count);
            else AddChanged(lines, [.. pieces.Take(end).Skip(i)]);
            i = end;
        }

        return lines;
    }

    private static void AddKept(List<DifferenceLine> lines, List<Piece> kept, bool isFirst, bool isLast)
    {
        var (head, tail) = (isFirst ? 0 : Context, isLast ? 0 : Context);
        // A single line is shown in less room than the note that it is left out.
        if (kept.Count <= head + tail + 1) (head, tail) = (kept.Count, 0);
        lines.AddRange(kept.Take(head).Select(piece => new DifferenceLine(Change.Kept, [piece])));
        if (kept.Count > head + tail) lines.Add(new DifferenceLine(Change.Kept, [], kept.Count - head - tail));
        lines.AddRange(kept.TakeLast(tail).Select(piece => new DifferenceLine(Change.Kept, [piece])));
    }

    private static void AddChanged(List<DifferenceLine> lines, List<Piece> changed)
    {
        var (removed, added) = (changed.FindAll(piece => piece.Change == Change.Removed), changed.FindAll(piece => piece.Change == Change.Added));
        if (WordDifference.Find(removed.ConvertAll(piece => piece.Text), added.ConvertAll(piece => piece.Text)) is { } words) lines.AddRange(words);
        else lines.AddRange(removed.Concat(added).Select(piece => new DifferenceLine(piece.Change, [piece with { Change = Change.Kept }])));
    }

    private static string[] Split(string text)
    {
        if (text.Length == 0) return [];
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }
}
