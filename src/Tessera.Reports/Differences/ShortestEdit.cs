namespace Tessera.Reports.Differences;

/// <summary>The shortest way from one list of pieces to another (E. Myers, An O(ND) Difference Algorithm and Its Variations, 1986).</summary>
internal static class ShortestEdit
{
    // The way back is kept for each step, so time and memory grow with the square of this.
    private const int MostEdits = 1_000;

    /// <summary>Compares two lists.</summary>
    /// <returns>All pieces in order; where the lists have little in common, everything between their common ends is removed and added.</returns>
    public static IReadOnlyList<Piece> Find(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var (start, endBefore, endAfter) = (0, before.Count, after.Count);
        while (start < endBefore && start < endAfter && before[start] == after[start]) start++;
        while (endBefore > start && endAfter > start && before[endBefore - 1] == after[endAfter - 1]) (endBefore, endAfter) = (endBefore - 1, endAfter - 1);
        return
        [
            .. before.Take(start).Select(text => new Piece(Change.Kept, text)),
            .. Middle([.. before.Take(endBefore).Skip(start)], [.. after.Take(endAfter).Skip(start)]),
            .. before.Skip(endBefore).Select(text => new Piece(Change.Kept, text)),
        ];
    }

    private static List<Piece> Middle(string[] before, string[] after)
    {
        var most = Math.Min(before.Length + after.Length, MostEdits);
        var furthest = new int[2 * most + 3];
        var steps = new List<int[]>();
        for (var edits = 0; edits <= most; edits++)
        {
            steps.Add(furthest[(most + 1 - edits)..(most + 2 + edits)]);
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var down = diagonal == -edits || (diagonal != edits && furthest[most + 1 + diagonal - 1] < furthest[most + 1 + diagonal + 1]);
                var x = down ? furthest[most + 1 + diagonal + 1] : furthest[most + 1 + diagonal - 1] + 1;
                while (x < before.Length && x - diagonal < after.Length && before[x] == after[x - diagonal]) x++;
                furthest[most + 1 + diagonal] = x;
                if (x >= before.Length && x - diagonal >= after.Length) return Back(before, after, steps);
            }
        }

        return [.. before.Select(text => new Piece(Change.Removed, text)), .. after.Select(text => new Piece(Change.Added, text))];
    }

    private static List<Piece> Back(string[] before, string[] after, List<int[]> steps)
    {
        var pieces = new List<Piece>();
        var (x, y) = (before.Length, after.Length);
        for (var edits = steps.Count - 1; edits > 0; edits--)
        {
            // The furthest places of one edit fewer, of which diagonal 0 stands in the middle.
            var (furthest, diagonal) = (steps[edits], x - y);
            int At(int k) => furthest[k + edits];
            var down = diagonal == -edits || (diagonal != edits && At(diagonal - 1) < At(diagonal + 1));
            var (fromX, fromDiagonal) = down ? (At(diagonal + 1), diagonal + 1) : (At(diagonal - 1), diagonal - 1);
            var toX = down ? fromX : fromX + 1;
            for (; x > toX; x--, y--) pieces.Add(new Piece(Change.Kept, before[x - 1]));
            pieces.Add(down ? new Piece(Change.Added, after[y - 1]) : new Piece(Change.Removed, before[x - 1]));
            (x, y) = (fromX, fromX - fromDiagonal);
        }

        for (; x > 0; x--) pieces.Add(new Piece(Change.Kept, before[x - 1]));
        pieces.Reverse();
        return pieces;
    }
}
