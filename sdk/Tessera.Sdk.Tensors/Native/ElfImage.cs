using System.Buffers.Binary;
using System.Text;

namespace Tessera.Sdk.Tensors.Native;

/// <summary>
/// A 64-bit little-endian ELF library in memory, read as the system's loader reads it: by program headers and the dynamic
/// section, never by section headers, which may be stripped. Every access is checked against the file's end.
/// </summary>
internal sealed class ElfImage
{
    private const uint Loadable = 1, Dynamic = 2;

    // Keeps the search for a name's end short in a damaged file.
    private const int LongestName = 64 * 1024;
    private readonly byte[] content;
    private readonly List<(ulong Address, ulong Offset, ulong Size)> segments = [];
    private readonly Dictionary<ElfDynamicTag, ulong> dynamicEntries = [];

    /// <exception cref="UnsupportedElfException">The content is no such library.</exception>
    public ElfImage(byte[] content)
    {
        this.content = content;
        if (!Bytes(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8))
            throw new UnsupportedElfException("The file is not a 64-bit little-endian ELF library.");

        var dynamicSection = ReadProgramHeaders();
        ReadDynamicSection(dynamicSection.Offset, dynamicSection.Size);
    }

    public ushort UInt16(ulong offset) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(offset, 2));

    public uint UInt32(ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(offset, 4));

    public ulong UInt64(ulong offset) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(offset, 8));

    public void SetUInt16(ulong offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Bytes(offset, 2), value);

    public void SetUInt32(ulong offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Bytes(offset, 4), value);

    public ulong Value(ElfDynamicTag tag) =>
        dynamicEntries.TryGetValue(tag, out var value)
            ? value
            : throw new UnsupportedElfException($"The library has no dynamic entry {tag}.");

    /// <summary>Where in the file the table lies to which a dynamic entry points.</summary>
    public ulong Table(ElfDynamicTag tag)
    {
        var address = Value(tag);
        foreach (var segment in segments)
        {
            if (address >= segment.Address && address - segment.Address < segment.Size)
                return segment.Offset + (address - segment.Address);
        }

        throw new UnsupportedElfException($"The library's table {tag} lies outside the file.");
    }

    /// <summary>Text of the library's string table.</summary>
    public string String(uint index) => Encoding.UTF8.GetString(StringBytes(index));

    /// <summary>Writes over text of the string table; it must not be longer than what stands there.</summary>
    public void OverwriteString(uint index, string text)
    {
        var place = StringBytes(index);
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > place.Length)
            throw new UnsupportedElfException($"The string table has no room for {text}.");

        place.Clear();
        bytes.CopyTo(place);
    }

    private Span<byte> StringBytes(uint index)
    {
        var start = Table(ElfDynamicTag.Strings) + index;
        if (start >= (ulong)content.Length)
            throw PastTheEnd(start);

        var rest = content.AsSpan((int)start, Math.Min(LongestName, content.Length - (int)start));
        var length = rest.IndexOf((byte)0);
        return length < 0 ? throw PastTheEnd(start) : rest[..length];
    }

    private (ulong Offset, ulong Size) ReadProgramHeaders()
    {
        (ulong Offset, ulong Size)? dynamicSection = null;
        ulong start = UInt64(32), size = UInt16(54), count = UInt16(56);
        for (ulong index = 0; index < count; index++)
        {
            var header = start + index * size;
            var kind = UInt32(header);
            ulong offset = UInt64(header + 8), address = UInt64(header + 16), length = UInt64(header + 32);
            if (kind == Loadable)
                segments.Add((address, offset, length));
            else if (kind == Dynamic)
                dynamicSection = (offset, length);
        }

        return dynamicSection ?? throw new UnsupportedElfException("The file is not a dynamic library.");
    }

    private void ReadDynamicSection(ulong offset, ulong size)
    {
        for (ulong position = 0; position + 16 <= size; position += 16)
        {
            var tag = (ElfDynamicTag)UInt64(offset + position);
            if (tag == ElfDynamicTag.End)
                return;
            dynamicEntries[tag] = UInt64(offset + position + 8);
        }
    }

    private Span<byte> Bytes(ulong offset, int length) =>
        offset <= (ulong)content.Length && (ulong)length <= (ulong)content.Length - offset
            ? content.AsSpan((int)offset, length)
            : throw PastTheEnd(offset);

    private static UnsupportedElfException PastTheEnd(ulong offset) =>
        new($"The file is damaged or cut off: it refers to offset {offset:x}, past its end.");
}
