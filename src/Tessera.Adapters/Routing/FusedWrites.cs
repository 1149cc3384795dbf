using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tessera.Adapters.Routing;

/// <summary>The second pass: the sums Σ B z of each token, a block of columns of the output at a time, which of all B fits into a cache.</summary>
internal sealed unsafe class FusedWrites(ExpertLayout layout, float* b, int stride, long* chosen, float* inner, int width, float* output, int outputs)
{
    private const int BlockWidth = 128;

    public int Blocks => (outputs + BlockWidth - 1) / BlockWidth;

    /// <summary>Computes some blocks of all tokens.</summary>
    public void Run(int tokens, int from, int to)
    {
        for (var block = from; block < to; block++)
        {
            var (begin, end) = (block * BlockWidth, Math.Min(outputs, (block + 1) * BlockWidth));
            for (long token = 0; token < tokens; token++) WriteToken(token, begin, end);
        }
    }

    private void WriteToken(long token, int begin, int end)
    {
        var column = begin;
        for (; column + 8 * Vector<float>.Count <= end; column += 8 * Vector<float>.Count) WriteEight(token, column);
        for (; column + Vector<float>.Count <= end; column += Vector<float>.Count) WriteOne(token, column);
        for (; column < end; column++) WriteNumber(token, column);
    }

    // Compiled at once for speed: a few calls do all the work, too few to be noticed and compiled again.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteEight(long token, int column)
    {
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (var place = token * width; place < (token + 1) * width; place++)
        {
            var expert = chosen[place];
            var h = inner + place * layout.MostRank;
            var row = b + (long)layout.Starts[expert] * stride + column;
            for (var r = 0; r < layout.Ranks[expert]; r++, row += stride)
            {
                var factor = new Vector<float>(h[r]);
                s0 = Vector.FusedMultiplyAdd(factor, Vector.Load(row), s0);
                s1 = Vector.FusedMultiplyAdd(factor, Vector.Load(row + Vector<float>.Count), s1);
                s2 = Vector.FusedMultiplyAdd(factor, Vector.Load(row + 2 * Vector<float>.Count), s2);
                s3 = Vector.FusedMultiplyAdd(factor, Vector.Load(row + 3 * Vector<float>.Count), s3);
                s4 = Vector.FusedMultiplyAdd(factor, Vector.Load(row + 4 * Vector<float>.Count), s4);
                s5 = Vector.FusedMultiplyAdd(factor, Vector.Load(row + 5 * Vector<float>.Count), s5);
                s6 = Vector.FusedMultiplyAdd(factor, Vector.Load(row + 6 * Vector<float>.Count), s6);
                s7 = Vector.FusedMultiplyAdd(factor, Vector.Load(row + 7 * Vector<float>.Count), s7);
            }
        }

        var target = output + token * outputs + column;
        s0.Store(target);
        s1.Store(target + Vector<float>.Count);
        s2.Store(target + 2 * Vector<float>.Count);
        s3.Store(target + 3 * Vector<float>.Count);
        s4.Store(target + 4 * Vector<float>.Count);
        s5.Store(target + 5 * Vector<float>.Count);
        s6.Store(target + 6 * Vector<float>.Count);
        s7.Store(target + 7 * Vector<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteOne(long token, int column)
    {
        Vector<float> sum = default;
        for (var place = token * width; place < (token + 1) * width; place++)
        {
            var expert = chosen[place];
            var h = inner + place * layout.MostRank;
            var row = b + (long)layout.Starts[expert] * stride + column;
            for (var r = 0; r < layout.Ranks[expert]; r++, row += stride) sum = Vector.FusedMultiplyAdd(new Vector<float>(h[r]), Vector.Load(row), sum);
        }

        sum.Store(output + token * outputs + column);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteNumber(long token, int column)
    {
        var sum = 0f;
        for (var place = token * width; place < (token + 1) * width; place++)
        {
            var expert = chosen[place];
            var h = inner + place * layout.MostRank;
            var row = b + (long)layout.Starts[expert] * stride + column;
            for (var r = 0; r < layout.Ranks[expert]; r++, row += stride) sum = MathF.FusedMultiplyAdd(h[r], *row, sum);
        }

        output[token * outputs + column] = sum;
    }
}
