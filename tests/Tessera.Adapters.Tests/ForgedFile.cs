using System.Buffers.Binary;
using System.Text;

namespace Tessera.Adapters.Tests;

/// <summary>Writes safetensors files by hand: any header, and as much data as is claimed, which takes no room on the disk.</summary>
internal static class ForgedFile
{
    public static string Write(string path, string header, long dataLength)
    {
        var text = Encoding.UTF8.GetBytes(header);
        using var stream = File.Create(path);
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)text.Length);
        stream.Write(prefix);
        stream.Write(text);
        stream.SetLength(8 + text.Length + dataLength);
        return path;
    }
}
