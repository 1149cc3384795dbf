using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tessera.Adapters.Models.Fused;

/// <summary>RMSNorm (arXiv 1910.07467), y = w x / √(mean x² + ε), of rows that are padded with zeros, and its gradient.</summary>
internal sealed unsafe class FusedNorm : IDisposable
{
    private readonly FloatMemory _weight;
    private readonly int _width, _padded;
    private readonly float _epsilon;

    /// <param name="weight">w, (d).</param>
    /// <param name="epsilon">ε.</param>
    public FusedNorm(ReadOnlySpan<float> weight, double epsilon)
    {
        (_width, _padded, _epsilon) = (weight.Length, FloatMemory.Pad(weight.Length), (float)epsilon);
        _weight = new FloatMemory(_padded);
        weight.CopyTo(new Span<float>(_weight.Begin, _width));
    }

    /// <summary>Normalises rows.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="states">x.</param>
    /// <param name="scales">Gets 1 / √(mean x² + ε) of each row.</param>
    /// <param name="result">y.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(int rows, float* states, float* scales, float* result)
    {
        var weight = _weight.Begin;
        var padded = _padded;
        for (var row = 0; row < rows; row++, states += padded, result += padded)
        {
            Vector<float> squares = default;
            for (var i = 0; i < padded; i += Vector<float>.Count)
            {
                var x = Vector.Load(states + i);
                squares = Vector.FusedMultiplyAdd(x, x, squares);
            }

            var scale = 1 / MathF.Sqrt(Vector.Sum(squares) / _width + _epsilon);
            scales[row] = scale;
            for (var i = 0; i < padded; i += Vector<float>.Count) (Vector.Load(states + i) * scale * Vector.Load(weight + i)).Store(result + i);
        }
    }

    /// <summary>Adds the gradient of x: s w g - x s³ / d Σ w g x, with s the row's scale and g the gradient of y.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="states">x.</param>
    /// <param name="scales">s of each row.</param>
    /// <param name="outer">g.</param>
    /// <param name="gradient">What is added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddGradient(int rows, float* states, float* scales, float* outer, float* gradient)
    {
        var weight = _weight.Begin;
        var padded = _padded;
        for (var row = 0; row < rows; row++, states += padded, outer += padded, gradient += padded)
        {
            Vector<float> products = default;
            for (var i = 0; i < padded; i += Vector<float>.Count)
                products = Vector.FusedMultiplyAdd(Vector.Load(weight + i) * Vector.Load(outer + i), Vector.Load(states + i), products);
            var scale = scales[row];
            var (own, common) = (new Vector<float>(scale), new Vector<float>(-scale * scale * scale * Vector.Sum(products) / _width));
            for (var i = 0; i < padded; i += Vector<float>.Count)
            {
                var sum = Vector.FusedMultiplyAdd(own, Vector.Load(weight + i) * Vector.Load(outer + i), Vector.Load(gradient + i));
                Vector.FusedMultiplyAdd(common, Vector.Load(states + i), sum).Store(gradient + i);
            }
        }
    }

    public void Dispose() => _weight.Dispose();
}
