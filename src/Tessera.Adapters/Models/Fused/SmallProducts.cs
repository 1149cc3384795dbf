using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tessera.Adapters.Models.Fused;

/// <summary>
/// Matrix products of small right sides, a panel of which is read from a near cache by one block of rows after another, six rows by two vectors at a time. A row's result does not depend on how many rows there are,
/// so that an expert's numbers are the same bits beside others as alone.
/// </summary>
internal static unsafe class SmallProducts
{
    private const int Block = 6, GatheredBlock = 4;

    /// <summary>C = first + second, or C = C₀ + first + second.</summary>
    /// <param name="first">A product.</param>
    /// <param name="second">Another of the same shape.</param>
    /// <param name="addend">C₀, (rows, columns), elsewhere than C; null for none.</param>
    /// <param name="result">C, (rows, columns).</param>
    /// <param name="stride">From one row of C, and of C₀, to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns, whole lanes.</param>
    public static void Multiply(ProductTerm first, ProductTerm second, float* addend, float* result, int stride, int rows, int columns)
    {
        // Some rows are computed twice.
        Debug.Assert(addend != result);
        for (var column = 0; column < columns; column += FloatMemory.Lane)
        {
            float* from = addend is null ? null : addend + column, to = result + column;
            if (rows < Block)
            {
                for (var row = 0; row < rows; row++) MultiplyOne(first.From(row, column), second.From(row, column), From(from, row, stride), to + (long)row * stride);
                continue;
            }

            for (var next = 0; next < rows; next += Block)
            {
                // The last rows are a whole block, too, with some of those before.
                var row = Math.Min(next, rows - Block);
                MultiplySix(first.From(row, column), second.From(row, column), From(from, row, stride), to + (long)row * stride, stride);
            }
        }
    }

    /// <summary>C = Lᵀ R, summed over the rows of both.</summary>
    /// <param name="left">L, (rows, leftColumns).</param>
    /// <param name="leftStride">From one row of L to the next.</param>
    /// <param name="leftColumns">How many columns of L.</param>
    /// <param name="right">R, (rows, columns).</param>
    /// <param name="rightStride">From one row of R to the next.</param>
    /// <param name="columns">How many columns of R, whole lanes.</param>
    /// <param name="rows">How many rows of each.</param>
    /// <param name="result">C, (leftColumns, columns), without gaps.</param>
    public static void MultiplyTransposed(float* left, int leftStride, int leftColumns, float* right, int rightStride, int columns, int rows, float* result)
    {
        for (var column = 0; column < columns; column += FloatMemory.Lane)
        {
            var row = 0;
            for (; row + GatheredBlock <= leftColumns; row += GatheredBlock) GatherFour(left + row, leftStride, right + column, rightStride, rows, result + (long)row * columns + column, columns);
            for (; row < leftColumns; row++) GatherOne(left + row, leftStride, right + column, rightStride, rows, result + (long)row * columns + column);
        }
    }

    private static float* From(float* addend, int row, int stride) => addend is null ? null : addend + (long)row * stride;

    // Compiled at once for speed, as the other kernels are: the first steps of training are as long as the last.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplySix(ProductTerm first, ProductTerm second, float* addend, float* result, int stride)
    {
        var width = Vector<float>.Count;
        Vector<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default;
        Vector<float> d0 = default, d1 = default, e0 = default, e1 = default, f0 = default, f1 = default;
        if (addend is not null)
        {
            (a0, a1) = (Vector.Load(addend), Vector.Load(addend + width));
            (b0, b1) = (Vector.Load(addend + stride), Vector.Load(addend + stride + width));
            (c0, c1) = (Vector.Load(addend + 2 * stride), Vector.Load(addend + 2 * stride + width));
            (d0, d1) = (Vector.Load(addend + 3 * stride), Vector.Load(addend + 3 * stride + width));
            (e0, e1) = (Vector.Load(addend + 4 * stride), Vector.Load(addend + 4 * stride + width));
            (f0, f1) = (Vector.Load(addend + 5 * stride), Vector.Load(addend + 5 * stride + width));
        }

        for (var place = 0; place < 2; place++)
        {
            var term = place == 0 ? first : second;
            float* l0 = term.Left, l1 = l0 + term.LeftStride, l2 = l1 + term.LeftStride, l3 = l2 + term.LeftStride, l4 = l3 + term.LeftStride, l5 = l4 + term.LeftStride, right = term.Right;
            var inner = term.Inner;
            for (var i = 0; i < inner; i++, right += 2 * width)
            {
                var (x, y) = (Vector.Load(right), Vector.Load(right + width));
                var factor = new Vector<float>(l0[i]);
                a0 = Vector.FusedMultiplyAdd(factor, x, a0);
                a1 = Vector.FusedMultiplyAdd(factor, y, a1);
                factor = new Vector<float>(l1[i]);
                b0 = Vector.FusedMultiplyAdd(factor, x, b0);
                b1 = Vector.FusedMultiplyAdd(factor, y, b1);
                factor = new Vector<float>(l2[i]);
                c0 = Vector.FusedMultiplyAdd(factor, x, c0);
                c1 = Vector.FusedMultiplyAdd(factor, y, c1);
                factor = new Vector<float>(l3[i]);
                d0 = Vector.FusedMultiplyAdd(factor, x, d0);
                d1 = Vector.FusedMultiplyAdd(factor, y, d1);
                factor = new Vector<float>(l4[i]);
                e0 = Vector.FusedMultiplyAdd(factor, x, e0);
                e1 = Vector.FusedMultiplyAdd(factor, y, e1);
                factor = new Vector<float>(l5[i]);
                f0 = Vector.FusedMultiplyAdd(factor, x, f0);
                f1 = Vector.FusedMultiplyAdd(factor, y, f1);
            }
        }

        a0.Store(result);
        a1.Store(result + width);
        b0.Store(result + stride);
        b1.Store(result + stride + width);
        c0.Store(result + 2 * stride);
        c1.Store(result + 2 * stride + width);
        d0.Store(result + 3 * stride);
        d1.Store(result + 3 * stride + width);
        e0.Store(result + 4 * stride);
        e1.Store(result + 4 * stride + width);
        f0.Store(result + 5 * stride);
        f1.Store(result + 5 * stride + width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyOne(ProductTerm first, ProductTerm second, float* addend, float* result)
    {
        var width = Vector<float>.Count;
        var (a0, a1) = addend is null ? (default, default) : (Vector.Load(addend), Vector.Load(addend + width));
        for (var place = 0; place < 2; place++)
        {
            var term = place == 0 ? first : second;
            var right = term.Right;
            for (var i = 0; i < term.Inner; i++, right += 2 * width)
            {
                var factor = new Vector<float>(term.Left[i]);
                a0 = Vector.FusedMultiplyAdd(factor, Vector.Load(right), a0);
                a1 = Vector.FusedMultiplyAdd(factor, Vector.Load(right + width), a1);
            }
        }

        a0.Store(result);
        a1.Store(result + width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GatherFour(float* left, int leftStride, float* right, int rightStride, int rows, float* result, int stride)
    {
        var width = Vector<float>.Count;
        Vector<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (var row = 0; row < rows; row++, left += leftStride, right += rightStride)
        {
            var (x, y) = (Vector.Load(right), Vector.Load(right + width));
            var factor = new Vector<float>(left[0]);
            a0 = Vector.FusedMultiplyAdd(factor, x, a0);
            a1 = Vector.FusedMultiplyAdd(factor, y, a1);
            factor = new Vector<float>(left[1]);
            b0 = Vector.FusedMultiplyAdd(factor, x, b0);
            b1 = Vector.FusedMultiplyAdd(factor, y, b1);
            factor = new Vector<float>(left[2]);
            c0 = Vector.FusedMultiplyAdd(factor, x, c0);
            c1 = Vector.FusedMultiplyAdd(factor, y, c1);
            factor = new Vector<float>(left[3]);
            d0 = Vector.FusedMultiplyAdd(factor, x, d0);
            d1 = Vector.FusedMultiplyAdd(factor, y, d1);
        }

        float* r1 = result + stride, r2 = r1 + stride, r3 = r2 + stride;
        a0.Store(result);
        a1.Store(result + width);
        b0.Store(r1);
        b1.Store(r1 + width);
        c0.Store(r2);
        c1.Store(r2 + width);
        d0.Store(r3);
        d1.Store(r3 + width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GatherOne(float* left, int leftStride, float* right, int rightStride, int rows, float* result)
    {
        var width = Vector<float>.Count;
        Vector<float> a0 = default, a1 = default;
        for (var row = 0; row < rows; row++, left += leftStride, right += rightStride)
        {
            var factor = new Vector<float>(left[0]);
            a0 = Vector.FusedMultiplyAdd(factor, Vector.Load(right), a0);
            a1 = Vector.FusedMultiplyAdd(factor, Vector.Load(right + width), a1);
        }

        a0.Store(result);
        a1.Store(result + width);
    }
}
