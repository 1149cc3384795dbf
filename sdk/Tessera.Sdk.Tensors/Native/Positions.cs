using TorchSharp;

namespace Tessera.Sdk.Tensors.Native;

/// <summary>Whole numbers one after another. The bounds stay until libtorch has read them, for the reason that <see cref="Arithmetic"/> says.</summary>
public static class Positions
{
    /// <summary>The whole numbers from one up to, and without, another.</summary>
    /// <param name="first">The first.</param>
    /// <param name="limit">The one after the last.</param>
    /// <param name="device">Where they are, by default on the processor.</param>
    /// <returns>[limit - first], 64-bit.</returns>
    public static torch.Tensor Between(long first, long limit, torch.Device? device = null)
    {
        using Scalar from = first.ToScalar(), to = limit.ToScalar(), step = 1L.ToScalar();
        return torch.arange(from, to, step, torch.ScalarType.Int64, device);
    }
}
