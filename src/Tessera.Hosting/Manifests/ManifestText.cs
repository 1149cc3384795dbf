using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Tessera.Hosting.Manifests;

/// <summary>Reads the bytes of a JSON file from anyone: bounded in size, and text throughout.</summary>
internal static class ManifestText
{
    private const int FirstBytes = 16 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How large it may be.</param>
    /// <returns>Its bytes; null when it is larger.</returns>
    public static byte[]? Read(string path, int maxBytes)
    {
        // The length that the system reports is not to be trusted: devices say zero and never end.
        using var file = RegularFile.OpenHandle(path);
        // Borrowed: new memory for every manifest of a listing takes longer than reading them.
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
        try
        {
            var count = 0;
            while (true)
            {
                var read = RandomAccess.Read(file, buffer.AsSpan(count), count);
                count += read;
                if (count > maxBytes) return null;
                if (read == 0) return buffer[..count];
                if (count == buffer.Length) buffer = Larger(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Larger(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    /// <summary>Refuses bytes and escapes that are no Unicode, which the parser would report only when the text is taken.</summary>
    /// <exception cref="JsonException">There are such bytes or escapes.</exception>
    public static void RequireUnicode(byte[] json)
    {
        if (!Utf8.IsValid(json)) throw new JsonException("The file is not UTF-8.");
        if (json.AsSpan().IndexOf("\\u"u8) < 0) return;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException unfit)
            {
                throw new JsonException("An escape stands for half a character.", unfit);
            }
        }
    }
}
