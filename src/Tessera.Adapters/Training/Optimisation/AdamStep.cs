using System.Numerics;
using System.Runtime.CompilerServices;
using Tessera.Adapters.Routing;
using TorchSharp;

namespace Tessera.Adapters.Training.Optimisation;

/// <summary>
/// A step of Adam for single-precision numbers in this process's memory, in three passes over them where libtorch's operations make eight. Each number is computed as those
/// compute it, and the square root is libtorch's own, so that the results are the same bits.
/// </summary>
/// <param name="newFirst">How much of the first moment is new, 1 - β₁.</param>
/// <param name="keptSecond">β₂.</param>
/// <param name="newSecond">1 - β₂.</param>
/// <param name="correction">What the second moment is divided by, 1 - β₂ᵗ.</param>
/// <param name="epsilon">What is added to the spread.</param>
/// <param name="change">What the direction counts times, -rate / (1 - β₁ᵗ).</param>
internal readonly unsafe struct AdamStep(double newFirst, double keptSecond, double newSecond, double correction, double epsilon, double change)
{
    private readonly float _newFirst = (float)newFirst, _keptSecond = (float)keptSecond, _newSecond = (float)newSecond, _correction = (float)correction, _epsilon = (float)epsilon, _change = (float)change;

    /// <summary>Changes a parameter and its moments, and clears its gradient.</summary>
    /// <returns>Whether it could: all four have to lie in one piece each, in single precision; otherwise nothing has happened.</returns>
    public bool Apply(torch.Tensor value, torch.Tensor first, torch.Tensor second, torch.Tensor gradient)
    {
        foreach (var tensor in (ReadOnlySpan<torch.Tensor>)[value, first, second, gradient])
        {
            if (!TensorMemory.IsPlain(tensor, torch.ScalarType.Float32)) return false;
        }

        using var spread = torch.empty_like(second);
        float* slopes = TensorMemory.Floats(gradient), means = TensorMemory.Floats(first), spreads = TensorMemory.Floats(spread);
        Remember(slopes, means, TensorMemory.Floats(second), spreads, value.numel());
        spread.sqrt_();
        Move(means, spreads, TensorMemory.Floats(value), value.numel());
        new Span<float>(slopes, (int)value.numel()).Clear();
        return true;
    }

    // The moments, and the second without its bias.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Remember(float* slopes, float* first, float* second, float* unbiased, long count)
    {
        var width = Vector<float>.Count;
        var i = 0L;
        for (; i <= count - width; i += width)
        {
            var slope = Vector.Load(slopes + i);
            Mean(Vector.Load(first + i), slope).Store(first + i);
            var square = Vector.FusedMultiplyAdd(new Vector<float>(_newSecond) * slope, slope, Vector.Load(second + i) * _keptSecond);
            square.Store(second + i);
            (square / new Vector<float>(_correction)).Store(unbiased + i);
        }

        for (; i < count; i++)
        {
            first[i] = Mean(new Vector<float>(first[i]), new Vector<float>(slopes[i]))[0];
            second[i] = MathF.FusedMultiplyAdd(_newSecond * slopes[i], slopes[i], second[i] * _keptSecond);
            unbiased[i] = second[i] / _correction;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Move(float* first, float* spread, float* value, long count)
    {
        var width = Vector<float>.Count;
        var i = 0L;
        for (; i <= count - width; i += width)
            (Vector.Load(value + i) + Vector.Load(first + i) * _change / (Vector.Load(spread + i) + new Vector<float>(_epsilon))).Store(value + i);
        for (; i < count; i++) value[i] += first[i] * _change / (spread[i] + _epsilon);
    }

    // From whichever end is nearer.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<float> Mean(Vector<float> old, Vector<float> slope)
    {
        var way = slope - old;
        return _newFirst < 0.5f ? Vector.FusedMultiplyAdd(new Vector<float>(_newFirst), way, old) : Vector.FusedMultiplyAdd(way, new Vector<float>(_newFirst - 1), slope);
    }
}
