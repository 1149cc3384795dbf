using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Grep;

/// <summary>A file's bytes as lines, of which only those asked for are decoded. The encodings are those of <see cref="TextContent"/>.</summary>
internal sealed class FileText : IDisposable
{
    private byte[] _bytes;
    private char[] _widened = [];
    private char[] _decoded = [];
    private int _start;
    private int _end;
    private bool? _isUtf8;
    private bool? _isAscii;

    private FileText(byte[] bytes) => _bytes = bytes;

    /// <summary>The bytes; a mark at their beginning is not among them.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Whether all of them are ASCII.</summary>
    public bool IsAscii => _isAscii ??= Ascii.IsValid(Bytes);

    /// <summary>Each byte as a letter of the same number. What is ASCII stands for itself in it, whatever the encoding.</summary>
    public ReadOnlySpan<char> Widened
    {
        get
        {
            var length = _end - _start;
            if (_widened.Length == 0 && length > 0)
            {
                _widened = ArrayPool<char>.Shared.Rent(length);
                Encoding.Latin1.GetChars(Bytes, _widened);
            }

            return _widened.AsSpan(0, length);
        }
    }

    /// <summary>Whether they are no text.</summary>
    public bool IsBinary { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="expected">About how many bytes it has.</param>
    /// <param name="limit">The most that it may have.</param>
    /// <returns>The text; null when it has more.</returns>
    public static FileText? Read(Stream stream, int expected, int limit)
    {
        var text = new FileText(ArrayPool<byte>.Shared.Rent(Math.Max(expected + 1, 4096)));
        try
        {
            while (true)
            {
                var read = stream.Read(text._bytes, text._end, text._bytes.Length - text._end);
                text._end += read;
                if (read == 0) break;
                if (text._end > limit)
                {
                    text.Dispose();
                    return null;
                }

                // Not to ask for the end saves one of five calls of the system. What says that it is empty may be one that the system makes up.
                if (stream.CanSeek && text._end == stream.Length) break;
                if (text._end == text._bytes.Length) text.Grow();
            }
        }
        catch
        {
            text.Dispose();
            throw;
        }

        text.IsBinary = TextContent.IsBinary(text.Bytes);
        if (!text.IsBinary) text.TakeOffMark();
        return text;
    }

    /// <summary>The text of some of the bytes.</summary>
    public string Decode(ReadOnlySpan<byte> line)
    {
        _isUtf8 ??= Utf8.IsValid(Bytes);
        return (_isUtf8.Value ? Encoding.UTF8 : Encoding.Latin1).GetString(line);
    }

    /// <summary>The text of some of the bytes, to be used before the next is asked for.</summary>
    public ReadOnlySpan<char> Letters(int start, int end)
    {
        if (IsAscii) return Widened[start..end];
        _isUtf8 ??= Utf8.IsValid(Bytes);
        if (_decoded.Length == 0) _decoded = ArrayPool<char>.Shared.Rent(_end - _start);
        return _decoded.AsSpan(0, (_isUtf8.Value ? Encoding.UTF8 : Encoding.Latin1).GetChars(Bytes[start..end], _decoded));
    }

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        if (_widened.Length > 0) ArrayPool<char>.Shared.Return(_widened);
        if (_decoded.Length > 0) ArrayPool<char>.Shared.Return(_decoded);
        (_bytes, _widened, _decoded, _start, _end) = ([], [], [], 0, 0);
    }

    private void TakeOffMark()
    {
        if (Bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            var decoded = TextContent.Decode(Bytes);
            if (decoded.EncodingName == "iso-8859-1") return;
            var bytes = Encoding.UTF8.GetBytes(decoded.Text);
            ArrayPool<byte>.Shared.Return(_bytes);
            (_bytes, _start, _end, _isUtf8) = (ArrayPool<byte>.Shared.Rent(bytes.Length + 1), 0, bytes.Length, true);
            bytes.CopyTo(_bytes, 0);
        }
        else if (Bytes is [0xEF, 0xBB, 0xBF, ..] && Utf8.IsValid(Bytes)) _start = 3;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        _bytes.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
