using static TorchSharp.torch;

namespace Tessera.Adapters.Safetensors;

/// <summary>The element types of safetensors files that are understood, with their widths in bytes.</summary>
internal static class SafetensorsType
{
    private static readonly (string Name, ScalarType Type, int Width)[] Known =
    [
        ("F64", ScalarType.Float64, 8), ("F32", ScalarType.Float32, 4), ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8), ("I32", ScalarType.Int32, 4), ("I16", ScalarType.Int16, 2), ("I8", ScalarType.Int8, 1), ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    public static (ScalarType Type, int Width)? Find(string name)
    {
        foreach (var known in Known)
        {
            if (known.Name == name) return (known.Type, known.Width);
        }

        return null;
    }

    public static (string Name, int Width) Of(ScalarType type)
    {
        foreach (var known in Known)
        {
            if (known.Type == type) return (known.Name, known.Width);
        }

        throw new NotSupportedException($"Tensors of type {type} cannot be stored as safetensors; convert them first.");
    }
}
