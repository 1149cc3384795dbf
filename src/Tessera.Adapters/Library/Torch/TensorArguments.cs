using static TorchSharp.torch;

namespace Tessera.Adapters.Library.Torch;

/// <summary>Makes tensors and storages of what a pickle gives for them, after checking all of it.</summary>
internal static class TensorArguments
{
    private const int MostDimensions = 8;

    /// <summary>A storage, of its name in the archive: <c>('storage', type, key, place, count)</c>.</summary>
    public static TorchStorage Storage(object? name) =>
        name is object?[] { Length: 5 } parts && parts is ["storage", ScalarType type, string key, string, long count] && count >= 0 && key.Length is > 0 and <= 32 && key.All(char.IsAsciiLetterOrDigit)
            ? new TorchStorage(type, key, count)
            : throw new PickleException("it names a storage in a way that is not understood");

    /// <summary>A tensor, of what it is rebuilt from: <c>(storage, offset, sizes, strides, requires_grad, hooks[, metadata])</c>.</summary>
    public static TorchTensor Tensor(object?[] arguments)
    {
        if (arguments.Length is not (6 or 7) || arguments is not [TorchStorage storage, long offset, object?[] sizes, object?[] strides, bool, Dictionary<string, object?> { Count: 0 }, ..])
            throw new PickleException("it rebuilds a tensor in a way that is not understood");
        if (sizes.Length != strides.Length || sizes.Length > MostDimensions || !sizes.Concat(strides).All(number => number is long and >= 0))
            throw new PickleException("a tensor has sizes or strides that are none");
        var tensor = new TorchTensor(storage, offset, [.. sizes.Cast<long>()], [.. strides.Cast<long>()]);
        try
        {
            checked
            {
                var (count, last) = (1L, offset);
                for (var i = 0; i < sizes.Length; i++)
                {
                    count *= tensor.Shape[i];
                    last += Math.Max(0, tensor.Shape[i] - 1) * tensor.Strides[i];
                }

                // A view that repeats elements would be larger than its file.
                if (offset < 0 || count > storage.Count || (count > 0 && last >= storage.Count)) throw new PickleException($"a tensor of {count} elements from {offset} on lies outside its storage of {storage.Count}");
            }
        }
        catch (OverflowException)
        {
            throw new PickleException("a tensor is larger than any file");
        }

        return tensor;
    }
}
