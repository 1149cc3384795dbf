using System.Text;

namespace Tessera.Debugging.Workspaces;

/// <summary>A file or link before or after a change.</summary>
/// <param name="Mode">What git calls its mode.</param>
/// <param name="Text">A file's text, or where a link leads; null for what is no UTF-8 text.</param>
internal sealed record PatchSide(string Mode, string? Text)
{
    private const long LongestText = 64L << 20;
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public bool IsLink => Mode == "120000";

    public static PatchSide OfLink(string target) => new("120000", LinuxNames.IsOdd(target) ? null : target);

    public static PatchSide OfFile(FileStatus status, Func<Stream> open)
    {
        var mode = (status.Mode & UnixFileMode.UserExecute) != 0 ? "100755" : "100644";
        if (status.Length > LongestText) return new PatchSide(mode, null);
        byte[] bytes;
        using (var stream = open()) bytes = ReadToEnd(stream);
        try
        {
            return new PatchSide(mode, bytes.AsSpan().Contains((byte)0) ? null : _strict.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return new PatchSide(mode, null);
        }
    }

    private static byte[] ReadToEnd(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
