using System.Numerics;
using System.Runtime.InteropServices;

namespace Tessera.Adapters.Evaluation.Intervals;

/// <summary>The values of all methods for each example of a task, those of an example beside each other: to draw an example is to add one row.</summary>
internal sealed class ExampleRows
{
    private readonly Vector<double>[] _rows;

    public ExampleRows(JudgedTask task)
    {
        (Count, Weight, Width) = (task.Count, task.Weight, WidthFor(task.Values.Count));
        _rows = new Vector<double>[Count * Width];
        var numbers = MemoryMarshal.Cast<Vector<double>, double>(_rows.AsSpan());
        // Divided here, so that a sum over as many drawn examples as there are is their mean.
        for (var example = 0; example < Count; example++)
        {
            for (var method = 0; method < task.Values.Count; method++) numbers[example * Width * Vector<double>.Count + method] = task.Values[method][example] / Count;
        }
    }

    public int Count { get; }

    public double Weight { get; }

    public int Width { get; }

    public static int WidthFor(int methods) => (methods + Vector<double>.Count - 1) / Vector<double>.Count;

    /// <summary>Adds the mean over as many examples as there are, drawn with replacement.</summary>
    /// <param name="sums">The sums, method by method.</param>
    /// <param name="draws">As many random numbers as there are examples, 32 bits each.</param>
    public void AddDrawn(Span<Vector<double>> sums, ReadOnlySpan<uint> draws)
    {
        var rows = _rows.AsSpan();
        foreach (var draw in draws[..Count])
        {
            // The high bits of the product; an example is likelier than another by at most one part in 2^32 / Count.
            var row = rows.Slice((int)(((ulong)draw * (ulong)Count) >> 32) * Width, Width);
            for (var part = 0; part < row.Length; part++) sums[part] += row[part];
        }
    }
}
