using TorchSharp;

namespace Tessera.Sdk.Tensors.Native;

/// <summary>Comparisons of a tensor's numbers with one that stays until libtorch has read it, for the reason that <see cref="Arithmetic"/> says.</summary>
public static class Comparison
{
    /// <summary>Which numbers are above a bound.</summary>
    /// <param name="tensor">The numbers.</param>
    /// <param name="bound">The bound.</param>
    /// <returns>True and false, in the tensor's shape. NaN is false.</returns>
    public static torch.Tensor Above(this torch.Tensor tensor, double bound)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var kept = KeptNumber.For(tensor, bound);
        return tensor.gt(kept);
    }

    /// <summary>Which numbers are a bound or above it.</summary>
    /// <param name="tensor">The numbers.</param>
    /// <param name="bound">The bound.</param>
    /// <returns>True and false, in the tensor's shape. NaN is false.</returns>
    public static torch.Tensor AtLeast(this torch.Tensor tensor, double bound)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var kept = KeptNumber.For(tensor, bound);
        return tensor.ge(kept);
    }

    /// <summary>Which numbers are below a bound.</summary>
    /// <param name="tensor">The numbers.</param>
    /// <param name="bound">The bound.</param>
    /// <returns>True and false, in the tensor's shape. NaN is false.</returns>
    public static torch.Tensor Below(this torch.Tensor tensor, double bound)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var kept = KeptNumber.For(tensor, bound);
        return tensor.lt(kept);
    }
}
