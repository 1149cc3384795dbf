using System.Text;

namespace Tessera.Debugging.Workspaces;

/// <summary>Names of Linux, which are bytes, as text and back without loss.</summary>
/// <remarks>
/// A byte that belongs to no letter of UTF-8 is a lone surrogate, U+DC00 and the byte, which no name of letters contains: so a program may
/// name its files as it likes, and they are still reached, kept and removed. Source: Python's PEP 383.
/// </remarks>
internal static class LinuxNames
{
    private const char Escape = '\uDC00';

    /// <summary>Whether a name holds a byte that belongs to no letter.</summary>
    public static bool IsOdd(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsLowSurrogate(name[i]) && (i == 0 || !char.IsHighSurrogate(name[i - 1]))) return true;
        }

        return false;
    }

    /// <summary>A name as text.</summary>
    public static string Decode(ReadOnlySpan<byte> name)
    {
        if (System.Text.Unicode.Utf8.IsValid(name)) return Encoding.UTF8.GetString(name);
        var text = new StringBuilder(name.Length);
        while (name.Length > 0)
        {
            if (Rune.DecodeFromUtf8(name, out var rune, out var length) == System.Buffers.OperationStatus.Done) text.Append(rune);
            else foreach (var single in name[..length]) text.Append((char)(Escape + single));
            name = name[length..];
        }

        return text.ToString();
    }

    /// <summary>Text as a name, with the NUL that ends it.</summary>
    public static byte[] Encode(string name)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(name) + 1];
        if (!name.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            Encoding.UTF8.GetBytes(name, bytes);
            return bytes;
        }

        var count = 0;
        for (var i = 0; i < name.Length;)
        {
            if (name[i] - Escape is > 0x7F and <= 0xFF)
            {
                bytes[count++] = (byte)name[i++];
                continue;
            }

            _ = Rune.DecodeFromUtf16(name.AsSpan(i), out var rune, out var length);
            count += rune.EncodeToUtf8(bytes.AsSpan(count));
            i += length;
        }

        return bytes[..(count + 1)];
    }
}
