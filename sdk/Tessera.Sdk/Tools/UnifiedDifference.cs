using System.Globalization;
using System.Text;
using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Tools;

/// <summary>Writes what differs between two texts as people and <c>patch</c> read it.</summary>
/// <remarks>The least number of changed lines is found by E. W. Myers, An O(ND) Difference Algorithm and Its Variations (1986).</remarks>
public static class UnifiedDifference
{
    // Beyond so many changed lines a least difference costs more than it tells; the middle is then replaced as a whole.
    private const int MostChanges = 2000;

    /// <summary>Compares two texts line by line.</summary>
    /// <param name="before">The text before.</param>
    /// <param name="after">The text after.</param>
    /// <param name="beforeName">What stands after <c>---</c>.</param>
    /// <param name="afterName">What stands after <c>+++</c>.</param>
    /// <param name="context">How many unchanged lines are shown around a change.</param>
    /// <returns>The difference, each line ended by a line feed; empty when the texts are the same.</returns>
    public static string Between(string before, string after, string beforeName, string afterName, int context = 3)
    {
        ArgumentNullException.ThrowIfNull(beforeName);
        ArgumentNullException.ThrowIfNull(afterName);
        ArgumentOutOfRangeException.ThrowIfNegative(context);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before == after) return "";
        // Of large texts most lines are the same, and are not even cut apart.
        var part = DifferingPart.Of(before, after, context);
        var oldLines = TextContent.Lines(before[part.Start..part.OldEnd]);
        var newLines = TextContent.Lines(after[part.Start..part.NewEnd]);
        var edits = Edits(oldLines, newLines);
        context = Math.Min(context, oldLines.Count);
        var text = new StringBuilder().Append("--- ").Append(beforeName).Append('\n').Append("+++ ").Append(afterName).Append('\n');
        for (var i = 0; i < edits.Count;)
        {
            var first = i++;
            while (i < edits.Count && edits[i].Old - edits[i - 1].OldEnd <= 2 * context) i++;
            AppendHunk(text, part.LinesBefore, oldLines, newLines, edits[first..i], context);
        }

        return text.ToString();
    }

    private static void AppendHunk(StringBuilder text, int linesBefore, IReadOnlyList<string> oldLines, IReadOnlyList<string> newLines, List<Edit> edits, int context)
    {
        var start = Math.Max(0, edits[0].Old - context);
        var end = Math.Min(oldLines.Count, edits[^1].OldEnd + context);
        var newStart = edits[0].New - (edits[0].Old - start);
        var newCount = end - start + edits.Sum(edit => edit.NewCount - edit.OldCount);
        text.Append("@@ -").Append(Range(linesBefore + start, end - start)).Append(" +").Append(Range(linesBefore + newStart, newCount)).Append(" @@\n");
        var at = start;
        foreach (var edit in edits)
        {
            for (; at < edit.Old; at++) AppendLine(text, ' ', oldLines[at]);
            for (; at < edit.OldEnd; at++) AppendLine(text, '-', oldLines[at]);
            for (var i = 0; i < edit.NewCount; i++) AppendLine(text, '+', newLines[edit.New + i]);
        }

        for (; at < end; at++) AppendLine(text, ' ', oldLines[at]);
    }

    private static void AppendLine(StringBuilder text, char sign, string line)
    {
        text.Append(sign).Append(line);
        if (!line.EndsWith('\n')) text.Append("\n\\ No newline at end of file\n");
    }

    private static string Range(int start, int count) => count switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{start},0"),
        1 => string.Create(CultureInfo.InvariantCulture, $"{start + 1}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{start + 1},{count}"),
    };

    private static List<Edit> Edits(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var head = 0;
        while (head < before.Count && head < after.Count && before[head] == after[head]) head++;
        var tail = 0;
        while (tail < before.Count - head && tail < after.Count - head && before[^(tail + 1)] == after[^(tail + 1)]) tail++;
        var oldCount = before.Count - head - tail;
        var newCount = after.Count - head - tail;
        if (oldCount == 0 && newCount == 0) return [];
        if (oldCount == 0 || newCount == 0) return [new Edit(head, oldCount, head, newCount)];
        return ShortestScript(before, after, head, oldCount, newCount) ?? [new Edit(head, oldCount, head, newCount)];
    }

    // The furthest x on each diagonal k = x - y is kept for every number d of changes, to walk back along the path found.
    private static List<Edit>? ShortestScript(IReadOnlyList<string> before, IReadOnlyList<string> after, int head, int oldCount, int newCount)
    {
        var limit = Math.Min(oldCount + newCount, MostChanges);
        var furthest = new int[2 * limit + 3];
        var middle = limit + 1;
        var trace = new List<int[]>();
        for (var d = 0; d <= limit; d++)
        {
            trace.Add(furthest[(middle - d)..(middle + d + 1)]);
            for (var k = -d; k <= d; k += 2)
            {
                var down = k == -d || (k != d && furthest[middle + k - 1] < furthest[middle + k + 1]);
                var x = down ? furthest[middle + k + 1] : furthest[middle + k - 1] + 1;
                while (x < oldCount && x - k < newCount && before[head + x] == after[head + x - k]) x++;
                furthest[middle + k] = x;
                if (x >= oldCount && x - k >= newCount) return WalkBack(trace, head, oldCount, newCount);
            }
        }

        return null;
    }

    private static List<Edit> WalkBack(List<int[]> trace, int head, int oldCount, int newCount)
    {
        var edits = new List<Edit>();
        var (x, y) = (oldCount, newCount);
        for (var d = trace.Count - 1; d > 0; d--)
        {
            var furthest = trace[d];
            var k = x - y;
            var down = k == -d || (k != d && At(furthest, d, k - 1) < At(furthest, d, k + 1));
            var fromX = At(furthest, d, down ? k + 1 : k - 1);
            var fromY = fromX - (down ? k + 1 : k - 1);
            var edit = down ? new Edit(head + fromX, 0, head + fromY, 1) : new Edit(head + fromX, 1, head + fromY, 0);
            if (edits.Count > 0 && edits[^1] is var next && edit.OldEnd == next.Old && edit.NewEnd == next.New)
                edits[^1] = new Edit(edit.Old, edit.OldCount + next.OldCount, edit.New, edit.NewCount + next.NewCount);
            else edits.Add(edit);
            (x, y) = (fromX, fromY);
        }

        edits.Reverse();
        return edits;
    }

    private static int At(int[] furthest, int d, int k) => k < -d || k > d ? 0 : furthest[k + d];

    private readonly record struct Edit(int Old, int OldCount, int New, int NewCount)
    {
        public int OldEnd => Old + OldCount;

        public int NewEnd => New + NewCount;
    }
}
