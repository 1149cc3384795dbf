using System.Buffers.Binary;
using System.Text;

namespace Tessera.Adapters.Library.Torch;

/// <summary>The bytes of a pickle, from the first to the last; it never reads past the end.</summary>
internal ref struct PickleReader(ReadOnlySpan<byte> bytes)
{
    private const int LongestText = 4096;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly int Position => _at;

    public byte Byte() => Take(1)[0];

    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public void Skip(int count) => Take(count);

    /// <summary>A whole number of a given number of bytes, at most eight.</summary>
    public long Long(int length)
    {
        if (length > 8) throw new PickleException($"it holds a number of {length} bytes");
        var bytes = Take(length);
        long value = 0;
        for (var i = 0; i < length; i++) value |= (long)bytes[i] << (8 * i);
        // Two's complement, however short.
        return length is > 0 and < 8 && (bytes[length - 1] & 0x80) != 0 ? value - (1L << (8 * length)) : value;
    }

    public string Text(uint length)
    {
        if (length > LongestText) throw new PickleException($"it holds a text of {length} bytes");
        return Decode(Take((int)length));
    }

    /// <summary>A text that ends with a line.</summary>
    public string Line()
    {
        var rest = _bytes[_at..];
        var end = rest[..Math.Min(rest.Length, LongestText)].IndexOf((byte)'\n');
        if (end < 0) throw new PickleException("it ends within a name, or the name is too long");
        _at += end + 1;
        return Decode(rest[..end]);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _bytes.Length - _at) throw new PickleException("it ends too early");
        var taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new PickleException("it holds a text that is none");
        }
    }
}
