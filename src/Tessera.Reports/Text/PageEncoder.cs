using System.Text.Encodings.Web;

namespace Tessera.Reports.Text;

/// <summary>
/// Escapes what means something in HTML's text and quoted attributes, and nothing else. The framework's own encoders escape line feeds
/// and most of the world's letters as well, which would make a page of tool output, or of Greek, several times as large.
/// </summary>
internal sealed class PageEncoder : HtmlEncoder
{
    public static PageEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => Replacement(unicodeScalar) is not null;

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength) => new ReadOnlySpan<char>(text, textLength).IndexOfAny("&<>\"'");

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var replacement = Replacement(unicodeScalar) ?? char.ConvertFromUtf32(unicodeScalar);
        var written = replacement.TryCopyTo(new Span<char>(buffer, bufferLength));
        numberOfCharactersWritten = written ? replacement.Length : 0;
        return written;
    }

    private static string? Replacement(int character) => character switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", '\'' => "&#39;", _ => null };
}
