namespace Tessera.Tools.Rewrite;

/// <summary>The lines that an agent asks to replace.</summary>
internal static class LineRange
{
    /// <summary>What is wrong with the range; null when nothing is.</summary>
    public static string? FaultOf(RewriteArguments arguments, int lineCount)
    {
        if (arguments.Start is null && arguments.End is null) return null;
        if (arguments.Start is not { } start) return "`end` is given without `start`. Give both, or neither to replace the whole file.";
        if (start < 1 || arguments.End < 1) return "Invalid line number, line numbers are 1-based.";
        if (arguments.End < start) return "Invalid line number range, start should be less than or equal to end.";
        return start > lineCount + 1
            ? FormattableString.Invariant($"Invalid line number: the file has {lineCount} lines, and `start` is {start}. Give at most {lineCount + 1}, which appends.")
            : null;
    }

    /// <summary>The first line and how many there are; the whole file where no range is given. An end beyond the file's is the file's.</summary>
    public static (int First, int Count) Of(RewriteArguments arguments, int lineCount)
    {
        if (arguments.Start is not { } start) return (1, lineCount);
        var end = Math.Min(arguments.End ?? start, lineCount);
        return (start, Math.Max(0, end - start + 1));
    }
}
