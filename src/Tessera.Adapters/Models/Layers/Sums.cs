using TorchSharp;

namespace Tessera.Adapters.Models.Layers;

/// <summary>Sums of tensors.</summary>
internal static class Sums
{
    // What TorchSharp's own operator makes of its factor 1 may be collected while libtorch still reads it, where much runs side by side; this one stays.
    private static readonly Scalar One = 1;

    /// <summary>Adds two tensors.</summary>
    public static torch.Tensor Plus(this torch.Tensor left, torch.Tensor right) => left.add(right, One);
}
