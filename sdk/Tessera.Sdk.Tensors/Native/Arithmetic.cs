using TorchSharp;

namespace Tessera.Sdk.Tensors.Native;

/// <summary>
/// Arithmetic with numbers that stay until libtorch has read them. TorchSharp makes a <see cref="Scalar"/> of each number, and one of 1 where tensors are added; nobody holds it while the
/// operation runs, and where other threads let the collector run, it may be freed under it: the result is garbage, or the process ends. Differences, products and quotients of two tensors
/// need none: their operators are as good.
/// </summary>
public static class Arithmetic
{
    private static readonly Scalar One = 1.ToScalar();

    /// <summary>Adds tensors.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>A new tensor.</returns>
    public static torch.Tensor Plus(this torch.Tensor left, torch.Tensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return left.add(right, One);
    }

    /// <summary>Adds a number.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The number.</param>
    /// <returns>A new tensor, of whole numbers where both are whole.</returns>
    public static torch.Tensor Plus(this torch.Tensor left, double right)
    {
        ArgumentNullException.ThrowIfNull(left);
        using var kept = KeptNumber.For(left, right);
        return left.add(kept, One);
    }

    /// <summary>Multiplies by a number.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The number.</param>
    /// <returns>A new tensor, of whole numbers where both are whole.</returns>
    public static torch.Tensor Times(this torch.Tensor left, double right)
    {
        ArgumentNullException.ThrowIfNull(left);
        using var kept = KeptNumber.For(left, right);
        return left.mul(kept);
    }

    /// <summary>Divides by a number.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The number.</param>
    /// <returns>A new tensor.</returns>
    public static torch.Tensor Over(this torch.Tensor left, double right)
    {
        ArgumentNullException.ThrowIfNull(left);
        using var kept = right.ToScalar();
        return left.div(kept);
    }

    /// <summary>Multiplies a tensor by itself.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <returns>A new tensor.</returns>
    public static torch.Tensor Squared(this torch.Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.mul(tensor);
    }

    /// <summary>Adds to a tensor in its place.</summary>
    /// <param name="sum">What is added to.</param>
    /// <param name="addition">What is added.</param>
    /// <returns>The same tensor.</returns>
    public static torch.Tensor Accumulate(this torch.Tensor sum, torch.Tensor addition)
    {
        ArgumentNullException.ThrowIfNull(sum);
        return sum.add_(addition, One);
    }

    /// <summary>Adds a number to a tensor in its place.</summary>
    /// <param name="sum">What is added to.</param>
    /// <param name="addition">The number.</param>
    /// <returns>The same tensor.</returns>
    public static torch.Tensor Accumulate(this torch.Tensor sum, double addition)
    {
        ArgumentNullException.ThrowIfNull(sum);
        using var kept = KeptNumber.For(sum, addition);
        return sum.add_(kept, One);
    }

    /// <summary>Adds along a dimension, each addition to where an index says.</summary>
    /// <param name="sums">What is added to.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="index">For each addition the place that it goes to, 64-bit.</param>
    /// <param name="additions">The additions.</param>
    /// <returns>A new tensor.</returns>
    public static torch.Tensor PlusAt(this torch.Tensor sums, long dimension, torch.Tensor index, torch.Tensor additions)
    {
        ArgumentNullException.ThrowIfNull(sums);
        return sums.index_add(dimension, index, additions, One);
    }

    /// <summary>Adds along a dimension in its place, each addition to where an index says.</summary>
    /// <param name="sums">What is added to.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="index">For each addition the place that it goes to, 64-bit.</param>
    /// <param name="additions">The additions.</param>
    /// <returns>The same tensor.</returns>
    public static torch.Tensor AccumulateAt(this torch.Tensor sums, long dimension, torch.Tensor index, torch.Tensor additions)
    {
        ArgumentNullException.ThrowIfNull(sums);
        return sums.index_add_(dimension, index, additions, One);
    }
}
