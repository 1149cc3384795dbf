using System.Text;

namespace Tessera.Sdk.Workspaces;

/// <summary>The text of a file together with what is needed to write it back as it was.</summary>
/// <remarks>
/// UTF-8 with or without a byte order mark, UTF-16 with one, and Latin-1 for everything else: each byte sequence is read
/// to a text that encodes to the same bytes.
/// </remarks>
public sealed class TextContent
{
    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding _strictLatin1 = Encoding.GetEncoding("iso-8859-1", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    private readonly Encoding _encoding;
    private readonly byte[] _mark;

    private TextContent(string text, Encoding encoding, byte[] mark) => (Text, _encoding, _mark) = (text, encoding, mark);

    /// <summary>The text, without a byte order mark, its line endings as they stand in the file.</summary>
    public string Text { get; }

    /// <summary>The encoding's name, for messages, such as <c>utf-8</c>.</summary>
    public string EncodingName => _encoding.WebName;

    /// <summary>Whether bytes are no text: the first 8,000 hold a NUL and there is no mark of UTF-16.</summary>
    /// <param name="content">The bytes.</param>
    /// <returns>Whether they are binary.</returns>
    public static bool IsBinary(ReadOnlySpan<byte> content) =>
        !(content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) && content[..Math.Min(content.Length, 8000)].Contains((byte)0);

    /// <summary>A text that is not in a file yet; it is written as UTF-8 without a mark.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The content.</returns>
    public static TextContent Create(string text) => new(text, _strictUtf8, []);

    /// <summary>Reads a file's bytes.</summary>
    /// <param name="content">The bytes.</param>
    /// <returns>The text and how it was encoded.</returns>
    public static TextContent Decode(ReadOnlySpan<byte> content)
    {
        foreach (var marked in new[] { new UTF8Encoding(true, true), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            var mark = marked.GetPreamble();
            if (!content.StartsWith(mark)) continue;
            var strict = Encoding.GetEncoding(marked.WebName, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            if (TryDecode(strict, content[mark.Length..]) is { } text) return new TextContent(text, strict, mark);
        }

        return TryDecode(_strictUtf8, content) is { } plain
            ? new TextContent(plain, _strictUtf8, [])
            : new TextContent(_strictLatin1.GetString(content), _strictLatin1, []);
    }

    /// <summary>The bytes of a changed text in the same encoding.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The bytes; null when the encoding has no bytes for some character of the text.</returns>
    public byte[]? Encode(string text)
    {
        try
        {
            return _mark.Length == 0 ? _encoding.GetBytes(text) : [.. _mark, .. _encoding.GetBytes(text)];
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Cuts a text into lines, each with its line ending (LF or CR LF); a last line need not have one.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The lines, whose concatenation is the text; none for an empty text.</returns>
    public static IReadOnlyList<string> Lines(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }

    private static string? TryDecode(Encoding encoding, ReadOnlySpan<byte> content)
    {
        try
        {
            return encoding.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
