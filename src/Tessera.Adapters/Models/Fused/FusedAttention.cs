using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tessera.Adapters.Models.Fused;

/// <summary>
/// Causal attention of sequences without padding, in which keys and values may be shared between heads (arXiv 2305.13245), and its gradient. A vector holds one number of as many heads
/// of one token, so that nothing is summed within vectors, and no score is computed that does not count. Weights are not kept for the gradient, but computed again from the logarithms of their sums.
/// </summary>
internal sealed unsafe class FusedAttention
{
    // From so many tokens at a time gradients go to what they look at: each of these is read and written once for all of them.
    private const int Block = 8;

    private readonly HeadLayout _layout;
    private readonly FusedRotation _rotation;
    private readonly int _rows, _size, _span;
    private readonly float _scale;
    // Keys, turned, and values as each head that asks sees them, (rows, groups, head size, lanes), and their gradients.
    private readonly float* _keys, _values, _keySlopes, _valueSlopes;
    // What some tokens give to each that they look at, and the gradients of their scores, (tokens, length, lanes).
    private readonly float* _weights, _slopes;

    /// <param name="layout">Where heads stand.</param>
    /// <param name="rotation">The turning of heads.</param>
    /// <param name="rows">How many rows all sequences have.</param>
    /// <param name="longest">The most tokens of a sequence.</param>
    /// <param name="scratch">Room for as many numbers as <see cref="Scratch"/> says.</param>
    public FusedAttention(HeadLayout layout, FusedRotation rotation, int rows, int longest, FloatArena scratch)
    {
        (_layout, _rotation, _rows, _size) = (layout, rotation, rows, layout.HeadSize);
        _span = longest * HeadLayout.Lanes;
        _scale = 1 / MathF.Sqrt(_size);
        float* Take(int count, int width) => scratch.Take((long)count * width);
        _keys = Take(rows, layout.Width);
        _values = Take(rows, layout.Width);
        _keySlopes = Take(rows, layout.Width);
        _valueSlopes = Take(rows, layout.Width);
        _weights = Take(Block, _span);
        _slopes = Take(Block, _span);
    }

    /// <summary>How many numbers it needs for a while.</summary>
    public static long Scratch(HeadLayout layout, int rows, int longest) => 4 * ((long)rows * layout.Width + FloatMemory.Lane) + 2 * ((long)Block * longest * HeadLayout.Lanes + FloatMemory.Lane);

    /// <summary>Gathers values for each token that has a row of its own.</summary>
    /// <param name="sequences">Where the sequences lie.</param>
    /// <param name="states">Projected states of all rows, in which queries get turned by their positions; keys stay as they are.</param>
    /// <param name="sums">Gets log Σ exp of the scores of each token and head, (rows, groups, lanes).</param>
    /// <param name="result">What the heads have gathered, (rows, groups, head size, lanes).</param>
    public void Apply(IReadOnlyList<FusedSequence> sequences, float* states, float* sums, float* result)
    {
        Spread(sequences, states);
        foreach (var sequence in sequences)
        {
            for (var row = sequence.First; row < sequence.End; row++)
            {
                var query = states + (long)row * _layout.Stride;
                for (var group = 0; group < _layout.Groups; group++)
                {
                    _rotation.Turn(sequence.PositionOf(row), query + group * _layout.GroupWidth);
                    Gather(sequence, row, group, query + group * _layout.GroupWidth, sums, result);
                }
            }
        }
    }

    /// <summary>Gets the gradients of the projected states.</summary>
    /// <param name="sequences">Where the sequences lie.</param>
    /// <param name="states">What <see cref="Apply"/> left of the projected states.</param>
    /// <param name="sums">What it left of the sums.</param>
    /// <param name="result">What the heads have gathered.</param>
    /// <param name="outer">The gradient of that.</param>
    /// <param name="gradient">Gets the gradients of the projected states.</param>
    public void Gradient(IReadOnlyList<FusedSequence> sequences, float* states, float* sums, float* result, float* outer, float* gradient)
    {
        Spread(sequences, states);
        new Span<float>(_keySlopes, checked(_rows * _layout.Width)).Clear();
        new Span<float>(_valueSlopes, checked(_rows * _layout.Width)).Clear();
        foreach (var sequence in sequences)
        {
            for (var group = 0; group < _layout.Groups; group++)
            {
                for (var first = sequence.First; first < sequence.End; first += Block)
                {
                    var (end, at, place) = (Math.Min(sequence.End, first + Block), group * _layout.GroupWidth, (long)first * _layout.Width + group * _layout.GroupWidth);
                    for (var row = first; row < end; row++) QueryGradient(sequence, row, group, row - first, states, sums, result, outer, gradient);
                    AddKeyValueGradients(sequence, first, end - first, group, states + (long)first * _layout.Stride + at, outer + place);
                }
            }
        }

        // Only now: branches add to the keys and values of their trunk.
        Collect(sequences, gradient);
    }

    private void Gather(FusedSequence sequence, int row, int group, float* query, float* sums, float* result)
    {
        var (width, lanes, own) = (_layout.Width, HeadLayout.Lanes, row + 1 - sequence.First);
        var (trunk, first) = Segments(sequence, group);
        var most = Score(query, _keys + trunk, sequence.Shared, _weights, new Vector<float>(float.NegativeInfinity));
        most = Score(query, _keys + first, own, _weights + sequence.Shared * lanes, most);
        var sum = Weigh(_weights, sequence.Shared + own, most);
        (most + Vector.Log(sum)).Store(sums + ((long)row * _layout.Groups + group) * lanes);
        Sum(_values + trunk, sequence.Shared, _values + first, own, _weights, Vector<float>.One / sum, result + (long)row * width + group * _layout.GroupWidth);
    }

    // Gets the gradient of a query, and the weights and slopes of what its token looked at.
    private void QueryGradient(FusedSequence sequence, int row, int group, int place, float* states, float* sums, float* result, float* outer, float* gradient)
    {
        var (width, lanes, own) = (_layout.Width, HeadLayout.Lanes, row + 1 - sequence.First);
        var (trunk, first) = Segments(sequence, group);
        var (from, at) = ((long)row * _layout.Stride + group * _layout.GroupWidth, (long)row * width + group * _layout.GroupWidth);
        float* weights = _weights + place * _span, slopes = _slopes + place * _span;
        var logarithm = Vector.Load(sums + ((long)row * _layout.Groups + group) * lanes);
        // Σ p v of what each value is worth, which is the worth of what was gathered.
        var mean = Multiply(outer + at, result + at);
        Slope(states + from, outer + at, trunk, sequence.Shared, logarithm, mean, weights, slopes);
        Slope(states + from, outer + at, first, own, logarithm, mean, weights + sequence.Shared * lanes, slopes + sequence.Shared * lanes);
        Sum(_keys + trunk, sequence.Shared, _keys + first, own, slopes, Vector<float>.One, gradient + from);
        _rotation.TurnBack(sequence.PositionOf(row), gradient + from);
    }

    // Adds what some tokens ask of the keys and values that they looked at.
    private void AddKeyValueGradients(FusedSequence sequence, int first, int tokens, int group, float* queries, float* outer)
    {
        var (width, lanes) = (_layout.Width, HeadLayout.Lanes);
        for (var at = 0; at < sequence.Shared + first + tokens - sequence.First; at++)
        {
            var row = sequence.RowOf(at);
            // A token looks at itself and those before it.
            var skipped = at < sequence.Shared ? 0 : Math.Max(0, row - first);
            var (place, weight) = ((long)row * width + group * _layout.GroupWidth, skipped * _span + at * lanes);
            Add(_slopes + weight, tokens - skipped, queries + (long)skipped * _layout.Stride, _layout.Stride, _keySlopes + place);
            Add(_weights + weight, tokens - skipped, outer + (long)skipped * width, width, _valueSlopes + place);
        }
    }

    // Where the keys and values begin that a sequence shares, and its own.
    private (long Trunk, long First) Segments(FusedSequence sequence, int group) =>
        ((long)sequence.Trunk * _layout.Width + group * _layout.GroupWidth, (long)sequence.First * _layout.Width + group * _layout.GroupWidth);

    // What two groups are to each other, Σ x_i y_i for each head.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<float> Multiply(float* x, float* y)
    {
        Vector<float> even = default, odd = default;
        var width = _layout.GroupWidth;
        for (var i = 0; i < width; i += 2 * HeadLayout.Lanes)
        {
            even = Vector.FusedMultiplyAdd(Vector.Load(x + i), Vector.Load(y + i), even);
            odd = Vector.FusedMultiplyAdd(Vector.Load(x + i + HeadLayout.Lanes), Vector.Load(y + i + HeadLayout.Lanes), odd);
        }

        return even + odd;
    }

    // Scores of one token for some rows, and the largest.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Vector<float> Score(float* query, float* keys, int rows, float* scores, Vector<float> most)
    {
        var width = _layout.Width;
        for (var row = 0; row < rows; row++, keys += width, scores += HeadLayout.Lanes)
        {
            var score = Multiply(query, keys) * _scale;
            score.Store(scores);
            most = Vector.MaxNative(most, score);
        }

        return most;
    }

    // Makes weights that are not divided yet of scores, and returns their sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector<float> Weigh(float* scores, int rows, Vector<float> most)
    {
        Vector<float> sum = default;
        for (var row = 0; row < rows; row++, scores += HeadLayout.Lanes)
        {
            var weight = FastExponential.Exp(Vector.Load(scores) - most);
            weight.Store(scores);
            sum += weight;
        }

        return sum;
    }

    // Gets weights p, and the gradients of scores, p (v - Σ p v) / √size with v what each value is worth.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Slope(float* query, float* outer, long place, int rows, Vector<float> logarithm, Vector<float> mean, float* weights, float* slopes)
    {
        var width = _layout.Width;
        float* keys = _keys + place, values = _values + place;
        for (var row = 0; row < rows; row++, keys += width, values += width, weights += HeadLayout.Lanes, slopes += HeadLayout.Lanes)
        {
            var weight = FastExponential.Exp(Multiply(query, keys) * _scale - logarithm);
            weight.Store(weights);
            (weight * (Multiply(outer, values) - mean) * _scale).Store(slopes);
        }
    }

    // Adds the sum of some tokens' rows by their weights, four numbers at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(float* weights, int tokens, float* rows, int stride, float* target)
    {
        var (groupWidth, lanes, span) = (_layout.GroupWidth, HeadLayout.Lanes, _span);
        for (var i = 0; i < groupWidth; i += 4 * lanes, rows += 4 * lanes, target += 4 * lanes)
        {
            Vector<float> a = Vector.Load(target), b = Vector.Load(target + lanes), c = Vector.Load(target + 2 * lanes), d = Vector.Load(target + 3 * lanes);
            float* weight = weights, row = rows;
            for (var token = 0; token < tokens; token++, weight += span, row += stride)
            {
                var share = Vector.Load(weight);
                a = Vector.FusedMultiplyAdd(share, Vector.Load(row), a);
                b = Vector.FusedMultiplyAdd(share, Vector.Load(row + lanes), b);
                c = Vector.FusedMultiplyAdd(share, Vector.Load(row + 2 * lanes), c);
                d = Vector.FusedMultiplyAdd(share, Vector.Load(row + 3 * lanes), d);
            }

            a.Store(target);
            b.Store(target + lanes);
            c.Store(target + 2 * lanes);
            d.Store(target + 3 * lanes);
        }
    }

    // The sum of the trunk's rows and its own by their weights, four numbers at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(float* trunk, int shared, float* own, int rows, float* weights, Vector<float> factor, float* result)
    {
        var (width, groupWidth, lanes) = (_layout.Width, _layout.GroupWidth, HeadLayout.Lanes);
        for (var i = 0; i < groupWidth; i += 4 * lanes)
        {
            Vector<float> a = default, b = default, c = default, d = default;
            var weight = weights;
            for (var segment = 0; segment < 2; segment++)
            {
                var row = (segment == 0 ? trunk : own) + i;
                var count = segment == 0 ? shared : rows;
                for (var at = 0; at < count; at++, row += width, weight += lanes)
                {
                    var share = Vector.Load(weight);
                    a = Vector.FusedMultiplyAdd(share, Vector.Load(row), a);
                    b = Vector.FusedMultiplyAdd(share, Vector.Load(row + lanes), b);
                    c = Vector.FusedMultiplyAdd(share, Vector.Load(row + 2 * lanes), c);
                    d = Vector.FusedMultiplyAdd(share, Vector.Load(row + 3 * lanes), d);
                }
            }

            (a * factor).Store(result + i);
            (b * factor).Store(result + i + lanes);
            (c * factor).Store(result + i + 2 * lanes);
            (d * factor).Store(result + i + 3 * lanes);
        }
    }

    // Gives each head that asks keys and values of its own, the keys turned.
    private void Spread(IReadOnlyList<FusedSequence> sequences, float* states)
    {
        foreach (var sequence in sequences)
        {
            for (var row = sequence.First; row < sequence.End; row++)
            {
                float* source = states + (long)row * _layout.Stride, keys = _keys + (long)row * _layout.Width, values = _values + (long)row * _layout.Width;
                Spread(source + _layout.Keys, source + _layout.Values, keys, values);
                for (var group = 0; group < _layout.Groups; group++) _rotation.Turn(sequence.PositionOf(row), keys + group * _layout.GroupWidth);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread(float* sourceKeys, float* sourceValues, float* keys, float* values)
    {
        var (asked, lanes, size) = (_layout.Asked, HeadLayout.Lanes, _size);
        for (var head = 0; head < asked.Length; head++)
        {
            var place = _layout.PlaceOf(head);
            float* fromKeys = sourceKeys + asked[head], fromValues = sourceValues + asked[head], toKeys = keys + place, toValues = values + place;
            for (var i = 0; i < size; i++, toKeys += lanes, toValues += lanes) (*toKeys, *toValues) = (fromKeys[i], fromValues[i]);
        }

        for (var head = asked.Length; head < _layout.Groups * lanes; head++)
        {
            var place = _layout.PlaceOf(head);
            for (var i = 0; i < size; i++) keys[place + i * lanes] = values[place + i * lanes] = 0;
        }
    }

    // Adds up what the heads that share keys and values ask of them.
    private void Collect(IReadOnlyList<FusedSequence> sequences, float* gradient)
    {
        foreach (var sequence in sequences)
        {
            for (var row = sequence.First; row < sequence.End; row++)
            {
                float* target = gradient + (long)row * _layout.Stride, keys = _keySlopes + (long)row * _layout.Width, values = _valueSlopes + (long)row * _layout.Width;
                for (var group = 0; group < _layout.Groups; group++) _rotation.TurnBack(sequence.PositionOf(row), keys + group * _layout.GroupWidth);
                new Span<float>(target + _layout.Keys, _layout.Stride - _layout.Keys).Clear();
                Collect(keys, values, target + _layout.Keys, target + _layout.Values);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Collect(float* keys, float* values, float* targetKeys, float* targetValues)
    {
        var (asked, lanes, size) = (_layout.Asked, HeadLayout.Lanes, _size);
        for (var head = 0; head < asked.Length; head++)
        {
            var place = _layout.PlaceOf(head);
            float* toKeys = targetKeys + asked[head], toValues = targetValues + asked[head], fromKeys = keys + place, fromValues = values + place;
            for (var i = 0; i < size; i++, fromKeys += lanes, fromValues += lanes)
            {
                toKeys[i] += *fromKeys;
                toValues[i] += *fromValues;
            }
        }
    }
}
