namespace Tessera.Sdk.Tools;

/// <summary>The lines from the first to the last one in which two texts differ, with some around them.</summary>
/// <param name="Start">Where they start in both texts.</param>
/// <param name="LinesBefore">How many lines stand before.</param>
/// <param name="OldEnd">Where they end in the text before.</param>
/// <param name="NewEnd">Where they end in the text after.</param>
internal readonly record struct DifferingPart(int Start, int LinesBefore, int OldEnd, int NewEnd)
{
    private const int Block = 1024;

    /// <summary>Finds it.</summary>
    /// <param name="before">The text before.</param>
    /// <param name="after">The text after: another one.</param>
    /// <param name="context">How many lines around belong to it.</param>
    public static DifferingPart Of(ReadOnlySpan<char> before, ReadOnlySpan<char> after, int context)
    {
        var start = LineStart(before, before.CommonPrefixLength(after));
        var tail = SameTail(before[start..], after[start..]);
        for (var i = 0; i < context && start > 0; i++) start = LineStart(before, start - 1);
        for (var i = 0; i < context && tail > 0; i++) tail -= FirstLine(before[^tail..]);
        return new DifferingPart(start, before[..start].Count('\n'), before.Length - tail, after.Length - tail);
    }

    /// <summary>How many characters at the end are the same whole lines in both.</summary>
    private static int SameTail(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        var shorter = Math.Min(before.Length, after.Length);
        var tail = 0;
        while (tail + Block <= shorter && before[^(tail + Block)..^tail].SequenceEqual(after[^(tail + Block)..^tail])) tail += Block;
        while (tail < shorter && before[^(tail + 1)] == after[^(tail + 1)]) tail++;
        return StartsLine(before, tail) && StartsLine(after, tail) ? tail : tail - FirstLine(before[^tail..]);
    }

    private static bool StartsLine(ReadOnlySpan<char> text, int tail) => tail == text.Length || text[^(tail + 1)] == '\n';

    private static int LineStart(ReadOnlySpan<char> text, int place) => text[..place].LastIndexOf('\n') + 1;

    private static int FirstLine(ReadOnlySpan<char> text) => text.IndexOf('\n') is >= 0 and var end ? end + 1 : text.Length;
}
