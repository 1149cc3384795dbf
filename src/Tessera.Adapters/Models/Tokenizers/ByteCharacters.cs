using System.Text;

namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>The characters by which GPT-2 writes bytes: printable ones as they are, the others from U+0100 on.</summary>
internal static class ByteCharacters
{
    private static readonly char[] Characters = Make();
    private static readonly Dictionary<char, byte> Bytes = Characters.Select((character, value) => (character, value)).ToDictionary(pair => pair.character, pair => (byte)pair.value);

    public static char Of(byte value) => Characters[value];

    public static string Write(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(Of));

    /// <summary>The bytes of a piece; a character that stands for none is left as it is.</summary>
    public static IEnumerable<byte> Read(string piece) => piece.SelectMany(character => Bytes.TryGetValue(character, out var value) ? [value] : Encoding.UTF8.GetBytes([character]));

    private static char[] Make()
    {
        var next = 256;
        return [.. Enumerable.Range(0, 256).Select(value => value is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE ? (char)value : (char)next++)];
    }
}
