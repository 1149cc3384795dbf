using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>The memory of tensors on the CPU.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>Whether a tensor lies in one piece in the CPU's memory, small enough to be gone through, and of one type.</summary>
    public static bool IsPlain(torch.Tensor tensor, torch.ScalarType type) =>
        tensor.dtype == type && tensor.device_type == DeviceType.CPU && tensor.is_contiguous() && tensor.numel() <= int.MaxValue / sizeof(long);

    /// <summary>Where a plain tensor begins; it is valid for as long as the tensor is not disposed of.</summary>
    public static float* Floats(torch.Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <summary>Where a plain tensor of 64-bit integers begins.</summary>
    public static long* Integers(torch.Tensor tensor) => (long*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <summary>The numbers of a plain tensor of 64-bit integers.</summary>
    public static ReadOnlySpan<long> Span(torch.Tensor tensor) => MemoryMarshal.Cast<byte, long>(tensor.bytes);
}
