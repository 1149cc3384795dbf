using Tessera.Sdk.Tools;

namespace Tessera.Tools.Pdb.Breakpoints;

/// <summary>Where a line stands after a file was edited.</summary>
internal static class BreakpointShift
{
    /// <summary>Follows one line.</summary>
    /// <param name="line">The old line, from 1.</param>
    /// <param name="edits">What was replaced, from first to last, in terms of the old lines.</param>
    /// <returns>The new line; null when it was replaced together with others, so that no new line is its successor.</returns>
    public static int? Follow(int line, IReadOnlyList<LineEdit> edits)
    {
        var shift = 0;
        foreach (var edit in edits)
        {
            if (line < edit.FirstLine) break;
            if (line < edit.FirstLine + edit.OldCount)
            {
                // The commonest edit of all: the line that the breakpoint stands on is corrected.
                return edit is { OldCount: 1, NewCount: > 0 } ? edit.FirstLine + shift : null;
            }

            shift += edit.NewCount - edit.OldCount;
        }

        return line + shift;
    }
}
