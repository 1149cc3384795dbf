using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tessera.Adapters.Routing;

/// <summary>The first pass: the products A x of each choice, four rows by two tokens at a time.</summary>
internal sealed unsafe class FusedReads(ExpertLayout layout, float* a, float* hidden, int inputs, int width, float* inner)
{
    private const int Rows = 4;

    /// <summary>Computes the choices between two places of their order.</summary>
    public void Run(ExpertSlots slots, int from, int to)
    {
        var rank = layout.MostRank;
        var spare = stackalloc float[rank];
        var expert = Array.BinarySearch(slots.Begins, from) is >= 0 and var exact ? exact : ~Array.BinarySearch(slots.Begins, from) - 1;
        for (var place = from; place < to;)
        {
            while (slots.Begins[expert + 1] <= place) expert++;
            var end = Math.Min(to, slots.Begins[expert + 1]);
            var rows = a + (long)layout.Starts[expert] * inputs;
            var count = layout.Ranks[expert];
            for (; place < end; place += 2)
            {
                var first = slots.Order[place];
                // A token without a partner is its own, and the second result is thrown away.
                var hasSecond = place + 1 < end;
                var second = hasSecond ? slots.Order[place + 1] : first;
                Multiply(rows, count, hidden + (long)(first / width) * inputs, hidden + (long)(second / width) * inputs, inner + (long)first * rank, hasSecond ? inner + (long)second * rank : spare);
            }

            place = end;
        }
    }

    private void Multiply(float* rows, int count, float* left, float* right, float* leftResult, float* rightResult)
    {
        var row = 0;
        for (; row + Rows <= count; row += Rows) MultiplyFour(rows + (long)row * inputs, left, right, leftResult + row, rightResult + row);
        for (; row < count; row++) MultiplyOne(rows + (long)row * inputs, left, right, leftResult + row, rightResult + row);
    }

    // Compiled at once for speed: a few calls do all the work, too few to be noticed and compiled again.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyFour(float* rows, float* left, float* right, float* leftResult, float* rightResult)
    {
        var r0 = rows;
        var r1 = r0 + inputs;
        var r2 = r1 + inputs;
        var r3 = r2 + inputs;
        Vector<float> l0 = default, l1 = default, l2 = default, l3 = default, s0 = default, s1 = default, s2 = default, s3 = default;
        var (i, last) = (0, inputs - Vector<float>.Count);
        for (; i <= last; i += Vector<float>.Count)
        {
            var (x, y) = (Vector.Load(left + i), Vector.Load(right + i));
            var w = Vector.Load(r0 + i);
            (l0, s0) = (Vector.FusedMultiplyAdd(w, x, l0), Vector.FusedMultiplyAdd(w, y, s0));
            w = Vector.Load(r1 + i);
            (l1, s1) = (Vector.FusedMultiplyAdd(w, x, l1), Vector.FusedMultiplyAdd(w, y, s1));
            w = Vector.Load(r2 + i);
            (l2, s2) = (Vector.FusedMultiplyAdd(w, x, l2), Vector.FusedMultiplyAdd(w, y, s2));
            w = Vector.Load(r3 + i);
            (l3, s3) = (Vector.FusedMultiplyAdd(w, x, l3), Vector.FusedMultiplyAdd(w, y, s3));
        }

        (leftResult[0], rightResult[0]) = (Finish(l0, r0, left, i), Finish(s0, r0, right, i));
        (leftResult[1], rightResult[1]) = (Finish(l1, r1, left, i), Finish(s1, r1, right, i));
        (leftResult[2], rightResult[2]) = (Finish(l2, r2, left, i), Finish(s2, r2, right, i));
        (leftResult[3], rightResult[3]) = (Finish(l3, r3, left, i), Finish(s3, r3, right, i));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyOne(float* row, float* left, float* right, float* leftResult, float* rightResult)
    {
        Vector<float> l = default, s = default;
        var (i, last) = (0, inputs - Vector<float>.Count);
        for (; i <= last; i += Vector<float>.Count)
        {
            var w = Vector.Load(row + i);
            (l, s) = (Vector.FusedMultiplyAdd(w, Vector.Load(left + i), l), Vector.FusedMultiplyAdd(w, Vector.Load(right + i), s));
        }

        (*leftResult, *rightResult) = (Finish(l, row, left, i), Finish(s, row, right, i));
    }

    private float Finish(Vector<float> sums, float* row, float* token, int from)
    {
        var sum = Vector.Sum(sums);
        for (var i = from; i < inputs; i++) sum = MathF.FusedMultiplyAdd(row[i], token[i], sum);
        return sum;
    }
}
