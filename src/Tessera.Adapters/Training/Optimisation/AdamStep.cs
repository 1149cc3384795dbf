using System.Numerics;
using System.Runtime.CompilerServices;
using Tessera.Adapters.Routing;
using TorchSharp;

namespace Tessera.Adapters.Training.Optimisation;

/// <summary>A step of Adam for single-precision numbers in this process's memory, in one pass over them where libtorch's operations make eight.</summary>
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

        Apply(TensorMemory.Floats(value), TensorMemory.Floats(first), TensorMemory.Floats(second), TensorMemory.Floats(gradient), value.numel());
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Apply(float* values, float* firsts, float* seconds, float* slopes, long count)
    {
        var width = Vector<float>.Count;
        var i = 0L;
        for (; i <= count - width; i += width)
        {
            var slope = Vector.Load(slopes + i);
            var (first, second) = (Mean(Vector.Load(firsts + i), slope), Square(Vector.Load(seconds + i), slope));
            first.Store(firsts + i);
            second.Store(seconds + i);
            (Vector.Load(values + i) + Change(first, second)).Store(values + i);
            Vector<float>.Zero.Store(slopes + i);
        }

        for (; i < count; i++)
        {
            var slope = new Vector<float>(slopes[i]);
            var (first, second) = (Mean(new Vector<float>(firsts[i]), slope), Square(new Vector<float>(seconds[i]), slope));
            (firsts[i], seconds[i], slopes[i]) = (first[0], second[0], 0);
            values[i] += Change(first, second)[0];
        }
    }

    // From whichever end is nearer.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<float> Mean(Vector<float> old, Vector<float> slope)
    {
        var way = slope - old;
        return _newFirst < 0.5f ? Vector.FusedMultiplyAdd(new Vector<float>(_newFirst), way, old) : Vector.FusedMultiplyAdd(way, new Vector<float>(_newFirst - 1), slope);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<float> Square(Vector<float> old, Vector<float> slope) => Vector.FusedMultiplyAdd(new Vector<float>(_newSecond) * slope, slope, old * _keptSecond);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<float> Change(Vector<float> first, Vector<float> second) =>
        first * _change / (Vector.SquareRoot(second / new Vector<float>(_correction)) + new Vector<float>(_epsilon));
}
