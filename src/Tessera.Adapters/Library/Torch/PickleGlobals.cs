using static TorchSharp.torch;

namespace Tessera.Adapters.Library.Torch;

/// <summary>The few names that a pickle of tensors needs. A name is never looked up anywhere but here: it stands for no code.</summary>
internal static class PickleGlobals
{
    /// <summary>A dictionary that keeps its order.</summary>
    public static readonly object OrderedDictionary = new();

    /// <summary>A tensor from storage, offset, sizes and strides.</summary>
    public static readonly object RebuildTensor = new();

    private static readonly Dictionary<string, object> Known = new(StringComparer.Ordinal)
    {
        ["collections.OrderedDict"] = OrderedDictionary,
        ["torch._utils._rebuild_tensor_v2"] = RebuildTensor,
        ["torch.DoubleStorage"] = ScalarType.Float64,
        ["torch.FloatStorage"] = ScalarType.Float32,
        ["torch.HalfStorage"] = ScalarType.Float16,
        ["torch.BFloat16Storage"] = ScalarType.BFloat16,
        ["torch.LongStorage"] = ScalarType.Int64,
        ["torch.IntStorage"] = ScalarType.Int32,
        ["torch.ShortStorage"] = ScalarType.Int16,
        ["torch.CharStorage"] = ScalarType.Int8,
        ["torch.ByteStorage"] = ScalarType.Byte,
        ["torch.BoolStorage"] = ScalarType.Bool,
    };

    /// <exception cref="PickleException">It is another name.</exception>
    public static object Find(string module, string name) => Known.TryGetValue($"{module}.{name}", out var found)
        ? found
        : throw new PickleException($"it asks for {ExpertNames.Visible($"{module}.{name}")}, and only tensors are read");

    /// <summary>The width of an element in bytes.</summary>
    public static int Width(ScalarType type) => type switch
    {
        ScalarType.Float64 or ScalarType.Int64 => 8,
        ScalarType.Float32 or ScalarType.Int32 => 4,
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Int16 => 2,
        _ => 1,
    };
}
