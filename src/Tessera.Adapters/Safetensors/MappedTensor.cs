using TorchSharp;

namespace Tessera.Adapters.Safetensors;

/// <summary>Makes tensors that lie on a mapped file.</summary>
internal static class MappedTensor
{
    /// <summary>Whether numbers of a type can lie where they are: those that begin in the middle of a number are copied, as truth values are.</summary>
    public static bool Supports(torch.ScalarType type, long begin) => type != torch.ScalarType.Bool && begin % SafetensorsType.Of(type).Width == 0;

    public static torch.Tensor Of(FileMapping file, torch.ScalarType type, long begin, long[] shape)
    {
        var count = (int)shape.Aggregate(1L, (product, size) => product * size);
        return type switch
        {
            torch.ScalarType.Float64 => torch.tensor(Numbers<double>(), shape),
            torch.ScalarType.Float32 => torch.tensor(Numbers<float>(), shape),
            torch.ScalarType.Float16 => torch.tensor(Numbers<Half>(), shape),
            torch.ScalarType.BFloat16 => torch.tensor(Numbers<BFloat16>(), shape),
            torch.ScalarType.Int64 => torch.tensor(Numbers<long>(), shape),
            torch.ScalarType.Int32 => torch.tensor(Numbers<int>(), shape),
            torch.ScalarType.Int16 => torch.tensor(Numbers<short>(), shape),
            torch.ScalarType.Int8 => torch.tensor(Numbers<sbyte>(), shape),
            torch.ScalarType.Byte => torch.tensor(Numbers<byte>(), shape),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Numbers of this type cannot lie on a file."),
        };

        Memory<T> Numbers<T>() where T : unmanaged => new MappedMemory<T>(file, begin, count).Memory;
    }
}
