using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tessera.Adapters.Models.Fused;

/// <summary>The gated unit of a network (SwiGLU, arXiv 2002.05202), y = silu(g) u with silu(g) = g σ(g), of rows in which g stands before u, and its gradient.</summary>
internal static unsafe class FusedGate
{
    /// <param name="rows">How many rows.</param>
    /// <param name="width">The padded width of g, of u and of y.</param>
    /// <param name="states">g and u of each row.</param>
    /// <param name="result">y.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(int rows, int width, float* states, float* result)
    {
        for (var row = 0; row < rows; row++, states += 2 * width, result += width)
        {
            for (var i = 0; i < width; i += Vector<float>.Count)
            {
                var gate = Vector.Load(states + i);
                (gate * Sigmoid(gate) * Vector.Load(states + width + i)).Store(result + i);
            }
        }
    }

    /// <summary>Gets the gradients of g, which is h u σ (1 + g (1 - σ)), and of u, which is h g σ, where h is the gradient of y.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="width">The padded width of g, of u and of y.</param>
    /// <param name="states">g and u of each row.</param>
    /// <param name="outer">h.</param>
    /// <param name="gradient">Gets the gradients of g and u.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(int rows, int width, float* states, float* outer, float* gradient)
    {
        for (var row = 0; row < rows; row++, states += 2 * width, outer += width, gradient += 2 * width)
        {
            for (var i = 0; i < width; i += Vector<float>.Count)
            {
                var (gate, given) = (Vector.Load(states + i), Vector.Load(outer + i));
                var open = Sigmoid(gate);
                var slope = open * Vector.FusedMultiplyAdd(gate, Vector<float>.One - open, Vector<float>.One);
                (given * Vector.Load(states + width + i) * slope).Store(gradient + i);
                (given * gate * open).Store(gradient + width + i);
            }
        }
    }

    private static Vector<float> Sigmoid(Vector<float> value) => Vector<float>.One / (Vector<float>.One + FastExponential.Exp(-value));
}
