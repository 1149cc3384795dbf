using Tessera.Sdk.Findings;

namespace Tessera.Reports.Tests;

/// <summary>One finding of each kind, all of whose texts are of one's choice.</summary>
internal static class Everything
{
    public static IReadOnlyList<Finding> With(string text) =>
    [
        new Table { Title = text, Caption = text, Columns = [text, "n"], Rows = [[text, 1], [null, 2.5]] },
        new Comparison
        {
            Title = text, Caption = text, Axis = text, Measures = [text, "training"], Baseline = text,
            Rows = [new ComparisonRow(text, [new Estimate(0.4), new Estimate(0.5, 0.4, 0.6)]), new ComparisonRow("arrow", [new Estimate(0.7, 0.6, 0.8), null])],
        },
        new Series
        {
            Title = text, Caption = text, HorizontalAxis = text, VerticalAxis = text,
            Lines = [new SeriesLine(text, [new SeriesPoint(0, 1, 0.5, 1.5), new SeriesPoint(1, 2, 1, 3)]), new SeriesLine("other", [new SeriesPoint(0, 3)])],
        },
        new Matrix { Title = text, Caption = text, RowNames = [text, "b"], ColumnNames = [text, "d"], Values = [[1, -0.5], [0, 0.25]] },
        new Tree { Title = text, Caption = text, Roots = [new TreeNode(text, 1, true, [new TreeNode(text, null, false, [])])] },
        new TextDifference { Title = text, Caption = text, Subject = text, Before = text, After = text + " and more" },
        new Transcript { Title = text, Caption = text, Entries = [new TranscriptEntry(text, text, text, true), new TranscriptEntry(text, string.Join('\n', Enumerable.Repeat(text, 20)))] },
    ];
}
