using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Tessera.Adapters.Tests.Libraries;

/// <summary>Writes files of torch.save by hand: a zip with a pickle of protocol 2 and the storages beside it.</summary>
internal static class TorchFile
{
    /// <summary>A dictionary of contiguous tensors in single precision.</summary>
    public static void Write(string path, params (string Name, long[] Shape, float[] Values)[] tensors)
    {
        var storages = tensors.Select(tensor => System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(tensor.Values).ToArray()).ToList();
        WriteArchive(path, Pickle([.. tensors.Select(tensor => (tensor.Name, tensor.Shape))]), storages);
    }

    public static void WriteArchive(string path, byte[] pickle, IReadOnlyList<byte[]> storages, CompressionLevel compression = CompressionLevel.NoCompression)
    {
        File.Delete(path);
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Add("archive/data.pkl", pickle);
        Add("archive/byteorder", "little"u8.ToArray());
        foreach (var (index, storage) in storages.Index()) Add($"archive/data/{index}", storage);
        Add("archive/version", "3\n"u8.ToArray());

        void Add(string name, byte[] content)
        {
            using var stream = archive.CreateEntry(name, compression).Open();
            stream.Write(content);
        }
    }

    /// <summary>What Python writes for <c>{name: tensor}</c>.</summary>
    public static byte[] Pickle(params (string Name, long[] Shape)[] tensors)
    {
        using var pickle = new MemoryStream();
        pickle.Write([0x80, 2, (byte)'}', (byte)'q', 0, (byte)'(']);
        foreach (var (index, (name, shape)) in tensors.Index())
        {
            Text(pickle, name);
            Global(pickle, "torch._utils", "_rebuild_tensor_v2");
            pickle.Write("(("u8);
            Text(pickle, "storage");
            Global(pickle, "torch", "FloatStorage");
            Text(pickle, $"{index}");
            Text(pickle, "cpu");
            Number(pickle, shape.Aggregate(1L, (product, size) => product * size));
            pickle.Write("tQ"u8);
            Number(pickle, 0);
            Tuple(pickle, shape);
            Tuple(pickle, [.. shape.Select((_, i) => shape.Skip(i + 1).Aggregate(1L, (product, size) => product * size))]);
            pickle.WriteByte(0x89);
            Global(pickle, "collections", "OrderedDict");
            pickle.Write(")RtR"u8);
        }

        pickle.Write("u."u8);
        return pickle.ToArray();
    }

    public static void Global(Stream pickle, string module, string name) => pickle.Write(Encoding.UTF8.GetBytes($"c{module}\n{name}\n"));

    public static void Text(Stream pickle, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        pickle.WriteByte((byte)'X');
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        pickle.Write(length);
        pickle.Write(bytes);
    }

    private static void Tuple(Stream pickle, IReadOnlyList<long> numbers)
    {
        pickle.WriteByte((byte)'(');
        foreach (var number in numbers) Number(pickle, number);
        pickle.WriteByte((byte)'t');
    }

    private static void Number(Stream pickle, long number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)number);
        pickle.WriteByte((byte)'J');
        pickle.Write(bytes);
    }
}
