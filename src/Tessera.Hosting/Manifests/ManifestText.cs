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
        using var file = RegularFile.OpenRead(path);
        var buffer = new byte[FirstBytes];
        var count = 0;
        while (true)
        {
            var read = file.Read(buffer.AsSpan(count));
            count += read;
            if (read == 0) return buffer[..count];
            if (count > maxBytes) return null;
            if (count == buffer.Length) Array.Resize(ref buffer, Math.Min(buffer.Length * 2, maxBytes + 1));
        }
    }

    /// <summary>Refuses objects that name a member twice.</summary>
    /// <remarks>The parser has such a check, too; having the runtime compile that one takes a listing longer than this.</remarks>
    /// <exception cref="JsonException">A name stands twice.</exception>
    public static void RequireDistinctNames(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) RequireDistinctNames(item);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in element.EnumerateObject())
            {
                if (!names.Add(member.Name)) throw new JsonException("A name stands twice.");
                RequireDistinctNames(member.Value);
            }
        }
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
