using Tessera.Sdk.Findings;

namespace Tessera.Reports.Plots;

/// <summary>A matrix as it is drawn: cell by cell, or block by block where it has more cells than a page can show.</summary>
internal sealed class HeatMap
{
    private readonly Matrix _matrix;
    private readonly double _most;

    public HeatMap(Matrix matrix)
    {
        _matrix = matrix;
        (Rows, Columns) = (Blocks(matrix.RowNames.Count), Blocks(matrix.ColumnNames.Count));
        Means = [.. Rows.Select(row => (IReadOnlyList<double>)[.. Columns.Select(column => Mean(row, column))])];
        var finite = Means.SelectMany(row => row).Where(double.IsFinite).ToList();
        (Lowest, Highest) = finite.Count == 0 ? (0, 0) : (finite.Min(), finite.Max());
        _most = Math.Max(Math.Abs(Lowest), Math.Abs(Highest));
    }

    /// <summary>The rows that each drawn row stands for.</summary>
    public IReadOnlyList<Range> Rows { get; }

    /// <summary>The columns that each drawn column stands for.</summary>
    public IReadOnlyList<Range> Columns { get; }

    /// <summary>The mean of each block.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Means { get; }

    /// <summary>The lowest mean.</summary>
    public double Lowest { get; }

    /// <summary>The highest mean.</summary>
    public double Highest { get; }

    /// <summary>Whether cells stand for more than one value.</summary>
    public bool Averaged => Rows.Count < _matrix.RowNames.Count || Columns.Count < _matrix.ColumnNames.Count;

    /// <summary>How strongly a value is coloured, from 0 to 1. Where there are negative values, nothing is zero and both sides have one measure; otherwise the lowest is nothing.</summary>
    public double StrengthOf(double value) => !double.IsFinite(value) ? 0
        : Lowest < 0 ? (_most == 0 ? 0 : Math.Abs(value) / _most)
        : Highest > Lowest ? (value - Lowest) / (Highest - Lowest) : 0.5;

    private static IReadOnlyList<Range> Blocks(int count)
    {
        var blocks = Math.Min(count, Bounds.Cells);
        return [.. Enumerable.Range(0, blocks).Select(block => (int)((long)block * count / blocks)..(int)((long)(block + 1) * count / blocks))];
    }

    private double Mean(Range rows, Range columns)
    {
        var (sum, count) = (0.0, 0);
        for (var row = rows.Start.Value; row < Math.Min(rows.End.Value, _matrix.Values.Count); row++)
        {
            var values = _matrix.Values[row];
            for (var column = columns.Start.Value; column < Math.Min(columns.End.Value, values.Count); column++)
            {
                if (double.IsNaN(values[column])) continue;
                sum += values[column];
                count++;
            }
        }

        return count == 0 ? double.NaN : sum / count;
    }
}
