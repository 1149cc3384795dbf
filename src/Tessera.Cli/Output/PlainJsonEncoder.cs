using System.Text.Encodings.Web;

namespace Tessera.Cli.Output;

/// <summary>
/// Escapes what JSON asks for (RFC 8259, section 7) and nothing else: text of any language stays readable. The library's own
/// relaxed encoder first builds a table of all of Unicode, which takes a short command a good part of its life.
/// </summary>
internal sealed unsafe class PlainJsonEncoder : JavaScriptEncoder
{
    private const string Digits = "0123456789abcdef";

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => 6;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ' ' or '"' or '\\';

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var i = 0; i < textLength; i++)
        {
            // Halves of a character are looked at in pairs, by whoever asked.
            if (WillEncode(text[i]) || char.IsSurrogate(text[i])) return i;
        }

        return -1;
    }

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        for (var i = 0; i < utf8Text.Length; i++)
        {
            if (WillEncode(utf8Text[i])) return i;
        }

        return -1;
    }

    /// <inheritdoc/>
    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var isNamed = unicodeScalar is '"' or '\\';
        numberOfCharactersWritten = isNamed ? 2 : 6;
        if (bufferLength < numberOfCharactersWritten)
        {
            numberOfCharactersWritten = 0;
            return false;
        }

        buffer[0] = '\\';
        if (isNamed)
        {
            buffer[1] = (char)unicodeScalar;
            return true;
        }

        buffer[1] = 'u';
        for (var digit = 0; digit < 4; digit++) buffer[2 + digit] = Digits[(unicodeScalar >> (12 - 4 * digit)) & 15];
        return true;
    }
}
