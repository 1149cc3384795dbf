using TorchSharp;

namespace Tessera.Sdk.Tensors.Native;

/// <summary>Numbers for libtorch that whoever asks for them holds and disposes of.</summary>
internal static class KeptNumber
{
    /// <summary>A number beside a tensor: whole beside whole ones, which libtorch would otherwise turn into single precision.</summary>
    public static Scalar For(torch.Tensor tensor, double number) =>
        !tensor.is_floating_point() && double.IsInteger(number) && Math.Abs(number) < long.MaxValue ? ((long)number).ToScalar() : number.ToScalar();
}
