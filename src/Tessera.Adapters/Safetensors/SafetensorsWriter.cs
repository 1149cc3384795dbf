using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;

namespace Tessera.Adapters.Safetensors;

/// <summary>Writes safetensors files: tensors sorted by name, contiguous, aligned to eight bytes, so that equal content is equal bytes.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes a file at once: no reader ever sees half of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">The file's own remarks; null for none.</param>
    /// <exception cref="NotSupportedException">A tensor's element type has no name in the format.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, torch.Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        using var scope = torch.NewDisposeScope();
        var ordered = tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (Name: pair.Key, Tensor: pair.Value.detach().cpu().contiguous())).ToList();
        var header = new JsonObject();
        if (metadata is { Count: > 0 })
            header["__metadata__"] = new JsonObject(metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
        long offset = 0;
        foreach (var (name, tensor) in ordered)
        {
            var (type, width) = SafetensorsType.Of(tensor.dtype);
            var end = offset + tensor.numel() * width;
            header[name] = new JsonObject
            {
                ["dtype"] = type,
                ["shape"] = new JsonArray([.. tensor.shape.Select(size => (JsonNode)size)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }

        var temporary = path + ".tmp";
        using (var stream = File.Create(temporary))
        {
            WriteHeader(stream, header);
            foreach (var (_, tensor) in ordered)
            {
                if (tensor.numel() > 0) stream.Write(tensor.bytes);
            }
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static void WriteHeader(FileStream stream, JsonObject header)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var padded = (json.Length + 7) / 8 * 8;
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)padded);
        stream.Write(prefix);
        stream.Write(json);
        for (var i = json.Length; i < padded; i++) stream.WriteByte((byte)' ');
    }
}
