using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Models.Ngram.Counts;

/// <summary>Reads texts, one a line.</summary>
internal static class TextFile
{
    private const long LargestFile = 16L << 20;

    /// <exception cref="TesseraException">The file cannot be read (TESS6011), or is not one text a line (TESS6012).</exception>
    public static NgramCounts Read(string path, int order)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > LargestFile) throw Unreadable(path, string.Create(CultureInfo.InvariantCulture, $"it has {length} bytes, and at most {LargestFile} are read"));
            var content = File.ReadAllBytes(path);
            return new NgramCounts(Parse(path, content), order, Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, unreadable.Message, unreadable);
        }
    }

    private static List<string[]> Parse(string path, byte[] content)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        var lines = (content.AsSpan().StartsWith(mark) ? content.AsMemory(mark.Length) : content).Span;
        var (texts, faults) = (new List<string[]>(), new List<Diagnostic>());
        for (var number = 1; lines.Length > 0; number++)
        {
            var end = lines.IndexOf((byte)'\n');
            var line = end < 0 ? lines : lines[..end];
            lines = end < 0 ? [] : lines[(end + 1)..];
            if (Read(line, strict, out var words) is { } reason) faults.Add(Fault(path, number, reason));
            else texts.Add(words);
            if (faults.Count == 20) break;
        }

        if (texts.Count + faults.Count == 0) faults.Add(Fault(path, 1, "there is none"));
        return faults.Count == 0 ? texts : throw new TesseraException(faults);
    }

    private static string? Read(ReadOnlySpan<byte> line, UTF8Encoding strict, out string[] words)
    {
        words = [];
        try
        {
            var text = strict.GetString(line);
            words = TextWords.Of(text);
            foreach (var letter in text.AsSpan().TrimEnd('\r'))
            {
                if (char.IsControl(letter) && letter != '\t') return $"it holds the control character U+{(int)letter:X4}";
            }

            return words.Length == 0 ? "the line is empty" : null;
        }
        catch (DecoderFallbackException)
        {
            return "it is not UTF-8";
        }
    }

    private static Diagnostic Fault(string path, int line, string reason) =>
        Diagnostic.Error("TESS6012", $"A text is needed here: {reason}.", new SourceLocation(path, line), "Write one text a line, in UTF-8, and no empty lines.");

    private static TesseraException Unreadable(string path, string reason, Exception? cause = null) =>
        new(Diagnostic.Error("TESS6011", $"The texts cannot be read: {reason.TrimEnd('.')}.", new SourceLocation(path), "Name a file of texts in the option 'file'."), cause);
}
