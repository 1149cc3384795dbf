using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tessera.Adapters.Models.Fused;

/// <summary>
/// Matrix products whose right side stays in the first cache, four rows by two vectors at a time. A row's result does not depend on how many rows there are,
/// so that an expert's numbers are the same bits beside others as alone.
/// </summary>
internal static unsafe class SmallProducts
{
    private const int Block = 4;

    /// <summary>C = first + second, or C += first + second.</summary>
    /// <param name="first">A product.</param>
    /// <param name="second">Another of the same shape.</param>
    /// <param name="result">C, (rows, columns).</param>
    /// <param name="stride">From one row of C to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns, whole lanes.</param>
    /// <param name="adds">Whether C is added to.</param>
    public static void Multiply(ProductTerm first, ProductTerm second, float* result, int stride, int rows, int columns, bool adds)
    {
        for (var column = 0; column < columns; column += FloatMemory.Lane)
        {
            var target = result + column;
            var row = 0;
            for (; row + Block <= rows; row += Block) MultiplyFour(first.From(row, column), second.From(row, column), target + (long)row * stride, stride, adds);
            for (; row < rows; row++) MultiplyOne(first.From(row, column), second.From(row, column), target + (long)row * stride, adds);
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
            for (; row + Block <= leftColumns; row += Block) GatherFour(left + row, leftStride, right + column, rightStride, rows, result + (long)row * columns + column, columns);
            for (; row < leftColumns; row++) GatherOne(left + row, leftStride, right + column, rightStride, rows, result + (long)row * columns + column);
        }
    }

    // Compiled at once for speed, as the other kernels are: the first steps of training are as long as the last.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyFour(ProductTerm first, ProductTerm second, float* result, int stride, bool adds)
    {
        var width = Vector<float>.Count;
        Vector<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        float* r0 = result, r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride;
        if (adds)
        {
            (a0, a1, b0, b1) = (Vector.Load(r0), Vector.Load(r0 + width), Vector.Load(r1), Vector.Load(r1 + width));
            (c0, c1, d0, d1) = (Vector.Load(r2), Vector.Load(r2 + width), Vector.Load(r3), Vector.Load(r3 + width));
        }

        for (var place = 0; place < 2; place++)
        {
            var term = place == 0 ? first : second;
            float* l0 = term.Left, l1 = l0 + term.LeftStride, l2 = l1 + term.LeftStride, l3 = l2 + term.LeftStride, right = term.Right;
            var (inner, rightStride) = (term.Inner, term.RightStride);
            for (var i = 0; i < inner; i++, right += rightStride)
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
            }
        }

        a0.Store(r0);
        a1.Store(r0 + width);
        b0.Store(r1);
        b1.Store(r1 + width);
        c0.Store(r2);
        c1.Store(r2 + width);
        d0.Store(r3);
        d1.Store(r3 + width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyOne(ProductTerm first, ProductTerm second, float* result, bool adds)
    {
        var width = Vector<float>.Count;
        var (a0, a1) = adds ? (Vector.Load(result), Vector.Load(result + width)) : (default, default);
        for (var place = 0; place < 2; place++)
        {
            var term = place == 0 ? first : second;
            var right = term.Right;
            for (var i = 0; i < term.Inner; i++, right += term.RightStride)
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
