using TorchSharp;

namespace Tessera.Sdk.Tensors.Native;

/// <summary>What a tensor of one element holds. TorchSharp's own conversions read it from a <see cref="Scalar"/> that nobody holds meanwhile, see <see cref="Arithmetic"/>.</summary>
public static class SingleValues
{
    /// <summary>The number in a tensor of any numeric type.</summary>
    /// <param name="tensor">A tensor of one element.</param>
    /// <returns>Its value.</returns>
    public static double Number(this torch.Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var value = tensor.ToScalar();
        return value.ToDouble();
    }

    /// <summary>The index in a tensor of whole numbers.</summary>
    /// <param name="tensor">A tensor of one element.</param>
    /// <returns>Its value.</returns>
    public static long Index(this torch.Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var value = tensor.ToScalar();
        return value.ToInt64();
    }

    /// <summary>Whether a condition holds.</summary>
    /// <param name="tensor">A tensor of one element, true or false.</param>
    /// <returns>Its value.</returns>
    public static bool Holds(this torch.Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var value = tensor.ToScalar();
        return value.ToBoolean();
    }
}
