using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tessera.Adapters.Models.Fused;

/// <summary>
/// Causal attention of sequences without padding, in which keys and values may be shared between heads (arXiv 2305.13245), and its gradient. A vector holds one number of as
/// many tokens of one head, so that nothing is summed within vectors. Weights are not kept for the gradient, but computed again from the logarithms of their sums.
/// </summary>
internal sealed unsafe class FusedAttention : IDisposable
{
    private readonly HeadLayout _layout;
    private readonly int _size;
    private readonly float _scale;
    private readonly FloatMemory _scratch;
    // Queries of a few tokens and what is given to or by them, (head size, tokens); then their weights and slopes for each token that they look at, (length, tokens).
    private readonly float* _queries, _others, _weights, _slopes;

    /// <param name="layout">Where heads stand.</param>
    /// <param name="longest">The most rows from the beginning of a sequence's trunk to its own end.</param>
    public FusedAttention(HeadLayout layout, int longest)
    {
        (_layout, _size) = (layout, layout.HeadSize);
        _scale = 1 / MathF.Sqrt(_size);
        _scratch = new FloatMemory(2L * (_size + longest) * Tokens);
        _queries = _scratch.Begin;
        _others = _queries + _size * Tokens;
        _weights = _others + _size * Tokens;
        _slopes = _weights + (long)longest * Tokens;
    }

    // How many tokens ask at a time.
    private static int Tokens => Vector<float>.Count;

    /// <summary>Gathers values for each token of a sequence that has a row of its own.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="states">Projected states of all rows, turned by their positions.</param>
    /// <param name="sums">Gets log Σ exp of the scores of each token and head, (rows, heads).</param>
    /// <param name="result">What the heads have gathered, (rows, heads · head size).</param>
    public void Apply(FusedSequence sequence, float* states, float* sums, float* result)
    {
        for (var head = 0; head < _layout.Heads; head++)
        {
            var shared = (long)sequence.Trunk * _layout.Stride + head / _layout.Sharing * _size;
            for (var first = sequence.First; first < sequence.End; first += Tokens)
            {
                var (asking, asked) = (Math.Min(Tokens, sequence.End - first), Math.Min(sequence.End, first + Tokens) - sequence.Trunk);
                Turn(states + (long)first * _layout.Stride + head * _size, _layout.Stride, asking, _scale, _queries);
                var share = Weigh(states + _layout.Keys + shared, sequence, first, asked, sums + (long)first * _layout.Heads + head, asking);
                Sum(states + _layout.Values + shared, _weights, asked, _others);
                TurnBack(_others, share, asking, result + (long)first * _layout.ResultStride + head * _size, _layout.ResultStride);
            }
        }
    }

    /// <summary>Gets the gradients of the projected states of a sequence.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="states">Projected states of all rows, turned by their positions.</param>
    /// <param name="sums">What <see cref="Apply"/> left.</param>
    /// <param name="outer">The gradient of what the heads have gathered.</param>
    /// <param name="gradient">Zeros at first, which the gradients of the turned states are added to.</param>
    public void Gradient(FusedSequence sequence, float* states, float* sums, float* outer, float* gradient)
    {
        for (var head = 0; head < _layout.Heads; head++)
        {
            var shared = (long)sequence.Trunk * _layout.Stride + head / _layout.Sharing * _size;
            var (keys, values) = (_layout.Keys + shared, _layout.Values + shared);
            for (var first = sequence.First; first < sequence.End; first += Tokens)
            {
                var (asking, asked) = (Math.Min(Tokens, sequence.End - first), Math.Min(sequence.End, first + Tokens) - sequence.Trunk);
                float* query = states + (long)first * _layout.Stride + head * _size, given = outer + (long)first * _layout.ResultStride + head * _size;
                Turn(query, _layout.Stride, asking, _scale, _queries);
                Turn(given, _layout.ResultStride, asking, 1, _others);
                Slope(states + keys, states + values, sequence, first, asked, sums + (long)first * _layout.Heads + head, asking);
                Sum(states + keys, _slopes, asked, _queries);
                TurnBack(_queries, Vector<float>.One, asking, gradient + (long)first * _layout.Stride + head * _size, _layout.Stride);
                Spread(_slopes, query, _layout.Stride, asking, asked, gradient + keys);
                Spread(_weights, given, _layout.ResultStride, asking, asked, gradient + values);
            }
        }
    }

    public void Dispose() => _scratch.Dispose();

    private void Turn(float* rows, int stride, int asking, float factor, float* target)
    {
        if (asking < Tokens) new Span<float>(target, _size * Tokens).Clear();
        for (var token = 0; token < asking; token++, rows += stride)
        {
            for (var i = 0; i < _size; i++) target[i * Tokens + token] = factor * rows[i];
        }
    }

    private void TurnBack(float* turned, Vector<float> factors, int asking, float* rows, int stride)
    {
        for (var i = 0; i < _size; i++) (Vector.Load(turned + i * Tokens) * factors).Store(turned + i * Tokens);
        for (var token = 0; token < asking; token++, rows += stride)
        {
            for (var i = 0; i < _size; i++) rows[i] = turned[i * Tokens + token];
        }
    }

    // What one row is to each token, Σ row_i turned_i.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Multiply(float* row, float* turned, int size)
    {
        Vector<float> even = default, odd = default;
        for (var i = 0; i < size; i += 2, turned += 2 * Vector<float>.Count)
        {
            even = Vector.FusedMultiplyAdd(new Vector<float>(row[i]), Vector.Load(turned), even);
            odd = Vector.FusedMultiplyAdd(new Vector<float>(row[i + 1]), Vector.Load(turned + Vector<float>.Count), odd);
        }

        return even + odd;
    }

    // Tokens that may not look so far yet have no weight.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Hide(Vector<float> scores, int ahead) =>
        ahead <= 0 ? scores : Vector.ConditionalSelect(Vector.GreaterThanOrEqual(Vector<float>.Indices, new Vector<float>(ahead)), scores, new Vector<float>(float.NegativeInfinity));

    // From the trunk's beginning: the rows between what a branch shares and its own, which it does not see, and the first that asks.
    private static (int Passed, int Own, int Asking) Passed(FusedSequence sequence, int first) => (sequence.Shared, sequence.First - sequence.Trunk, first - sequence.Trunk);

    // Makes weights that are not divided yet, and returns what they have to be multiplied by.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Vector<float> Weigh(float* keys, FusedSequence sequence, int first, int asked, float* sums, int asking)
    {
        float* queries = _queries, weights = _weights;
        var (size, stride) = (_size, _layout.Stride);
        var (passed, own, ahead) = Passed(sequence, first);
        var most = new Vector<float>(float.NegativeInfinity);
        for (var at = 0; at < asked; at++, keys += stride)
        {
            if (at >= passed && at < own)
            {
                new Vector<float>(float.NegativeInfinity).Store(weights + at * Tokens);
                continue;
            }

            var score = Hide(Multiply(keys, queries, size), at - ahead);
            score.Store(weights + at * Tokens);
            most = Vector.MaxNative(most, score);
        }

        Vector<float> sum = default;
        for (var at = 0; at < asked; at++)
        {
            var weight = FastExponential.Exp(Vector.Load(weights + at * Tokens) - most);
            weight.Store(weights + at * Tokens);
            sum += weight;
        }

        var logarithms = most + Vector.Log(sum);
        for (var token = 0; token < asking; token++) sums[token * _layout.Heads] = logarithms[token];
        return Vector<float>.One / sum;
    }

    // Makes weights p, and the gradients of scores, p (v - Σ p v) / √size with v what each value is worth.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Slope(float* keys, float* values, FusedSequence sequence, int first, int asked, float* sums, int asking)
    {
        var gathered = stackalloc float[Tokens];
        for (var token = 0; token < asking; token++) gathered[token] = sums[token * _layout.Heads];
        var logarithms = Vector.Load(gathered);
        Vector<float> mean = default;
        float* queries = _queries, given = _others, weights = _weights, slopes = _slopes;
        var (size, stride) = (_size, _layout.Stride);
        var (passed, own, ahead) = Passed(sequence, first);
        for (var at = 0; at < asked; at++, keys += stride, values += stride)
        {
            if (at >= passed && at < own)
            {
                Vector<float>.Zero.Store(weights + at * Tokens);
                Vector<float>.Zero.Store(slopes + at * Tokens);
                continue;
            }

            var weight = FastExponential.Exp(Hide(Multiply(keys, queries, size), at - ahead) - logarithms);
            var worth = Multiply(values, given, size);
            weight.Store(weights + at * Tokens);
            worth.Store(slopes + at * Tokens);
            mean = Vector.FusedMultiplyAdd(weight, worth, mean);
        }

        var scale = new Vector<float>(_scale);
        for (var at = 0; at < asked; at++)
            (Vector.Load(weights + at * Tokens) * (Vector.Load(slopes + at * Tokens) - mean) * scale).Store(slopes + at * Tokens);
    }

    // The sum of rows by their weights, four numbers of each at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(float* rows, float* weights, int asked, float* turned)
    {
        for (var i = 0; i < _size; i += 4, rows += 4)
        {
            Vector<float> a = default, b = default, c = default, d = default;
            float* row = rows, weight = weights;
            var stride = _layout.Stride;
            for (var at = 0; at < asked; at++, row += stride, weight += Tokens)
            {
                var own = Vector.Load(weight);
                a = Vector.FusedMultiplyAdd(own, new Vector<float>(row[0]), a);
                b = Vector.FusedMultiplyAdd(own, new Vector<float>(row[1]), b);
                c = Vector.FusedMultiplyAdd(own, new Vector<float>(row[2]), c);
                d = Vector.FusedMultiplyAdd(own, new Vector<float>(row[3]), d);
            }

            var target = turned + i * Tokens;
            a.Store(target);
            b.Store(target + Tokens);
            c.Store(target + 2 * Tokens);
            d.Store(target + 3 * Tokens);
        }
    }

    // Gives each token that is looked at what the asking tokens have for it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread(float* weights, float* rows, int stride, int asking, int asked, float* targets)
    {
        for (var i = 0; i < _size; i += Tokens)
        {
            float* weight = weights, target = targets + i;
            var targetStride = _layout.Stride;
            for (var at = 0; at < asked; at++, weight += Tokens, target += targetStride)
            {
                var sum = Vector.Load(target);
                var row = rows + i;
                for (var token = 0; token < asking; token++, row += stride) sum = Vector.FusedMultiplyAdd(new Vector<float>(weight[token]), Vector.Load(row), sum);
                sum.Store(target);
            }
        }
    }
}
