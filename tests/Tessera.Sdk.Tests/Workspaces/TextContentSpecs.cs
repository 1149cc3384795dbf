using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Tests.Workspaces;

/// <summary>A file's text, and the way back to its bytes.</summary>
public class TextContentSpecs
{
    [Theory]
    [InlineData("", "", "utf-8")]
    [InlineData("61 0A", "a\n", "utf-8")]
    [InlineData("61 0D 0A 62", "a\r\nb", "utf-8")]
    [InlineData("C3 A9 F0 9F 98 80", "é😀", "utf-8")]
    [InlineData("EF BB BF 61", "a", "utf-8")]
    [InlineData("EF BB BF EF BB BF 61", "\uFEFFa", "utf-8")]
    [InlineData("FF FE 61 00 3D D8 00 DE", "a😀", "utf-16")]
    [InlineData("FE FF 00 61 D8 3D DE 00", "a😀", "utf-16BE")]
    [InlineData("61 E9 0A", "aé\n", "iso-8859-1")]
    [InlineData("EF BB BF E9", "ï»¿é", "iso-8859-1")]
    [InlineData("FF FE 61", "ÿþa", "iso-8859-1")]
    [InlineData("FF FE 00 D8", "ÿþ\0Ø", "iso-8859-1")]
    [InlineData("80 9F A0", "\u0080\u009F\u00A0", "iso-8859-1")]
    public void Each_encoding_is_recognised(string bytes, string text, string encoding)
    {
        var content = TextContent.Decode(Bytes(bytes));
        (content.Text, content.EncodingName).Should().Be((text, encoding));
        content.Encode(text).Should().Equal(Bytes(bytes));
    }

    [Fact]
    public void Every_sequence_of_bytes_comes_back_as_it_was()
    {
        var random = new Random(99);
        byte[][] beginnings = [[], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF], [0xFF, 0xFE, 0, 0], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]];
        for (var trial = 0; trial < 20_000; trial++)
        {
            var bytes = new byte[random.Next(12)];
            random.NextBytes(bytes);
            if (trial % 2 == 0) Array.ConvertAll(bytes, value => (byte)(value & 0x7F)).CopyTo(bytes, 0);
            byte[] file = [.. beginnings[random.Next(beginnings.Length)], .. bytes];

            var content = TextContent.Decode(file);

            (content.Encode(content.Text) ?? []).AsSpan().SequenceEqual(file).Should().BeTrue(Convert.ToHexString(file));
        }
    }

    [Theory]
    [InlineData("61 E9", "€")]
    [InlineData("61 E9", "Ａ")]
    [InlineData("61 E9", "😀")]
    public void What_an_encoding_cannot_write_is_not_written_in_part(string bytes, string text) =>
        TextContent.Decode(Bytes(bytes)).Encode(text).Should().BeNull();

    [Theory]
    [InlineData("61")]
    [InlineData("EF BB BF 61")]
    [InlineData("FF FE 61 00")]
    public void Half_a_character_is_not_written(string bytes) => TextContent.Decode(Bytes(bytes)).Encode("a" + "😀"[0]).Should().BeNull();

    [Fact]
    public void A_new_text_is_written_without_a_mark() => TextContent.Create("é\n").Encode("é\n").Should().Equal(0xC3, 0xA9, 0x0A);

    [Theory]
    [InlineData("", false)]
    [InlineData("61 0A", false)]
    [InlineData("61 00", true)]
    [InlineData("00", true)]
    [InlineData("FF FE 61 00", false)]
    [InlineData("FE FF 00 61", false)]
    [InlineData("EF BB BF 00", true)]
    public void A_NUL_makes_a_file_binary_except_in_UTF16(string bytes, bool binary) => TextContent.IsBinary(Bytes(bytes)).Should().Be(binary);

    [Fact]
    public void Only_the_beginning_decides_whether_a_file_is_binary()
    {
        var bytes = new byte[8001];
        Array.Fill(bytes, (byte)'a', 0, 8000);
        TextContent.IsBinary(bytes).Should().BeFalse();
        (bytes[7999], bytes[8000]) = (0, (byte)'a');
        TextContent.IsBinary(bytes).Should().BeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a", "a")]
    [InlineData("a\n", "a\n")]
    [InlineData("\n\n", "\n", "\n")]
    [InlineData("a\r\nb\rc\n\nd", "a\r\n", "b\rc\n", "\n", "d")]
    [InlineData("a\u2028b\fc\u0085d\n", "a\u2028b\fc\u0085d\n")]
    public void Lines_keep_their_ends_and_make_up_the_text(string text, params string[] lines) => TextContent.Lines(text).Should().Equal(lines);

    private static byte[] Bytes(string hexadecimal) => Convert.FromHexString(hexadecimal.Replace(" ", "", StringComparison.Ordinal));
}
