using System.Security.Cryptography;
using Tessera.Models.Table.Json;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Models.Table.Tables;

/// <summary>Reads tables from files.</summary>
internal static class TableFile
{
    private const long LargestFile = 64L << 20;

    /// <summary>Reads a table.</summary>
    /// <exception cref="TesseraException">The file cannot be read (TESS6001) or is not a table (TESS6002 to TESS6005).</exception>
    public static ProbabilityTable Read(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > LargestFile)
                throw Unreadable(path, $"it has {length} bytes, and at most {LargestFile} are read");
            return Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, unreadable.Message, unreadable);
        }
    }

    /// <summary>Reads a table from the bytes of a file.</summary>
    public static ProbabilityTable Parse(string path, byte[] content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..16];
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var source = new JsonSource(path, content.AsSpan().StartsWith(mark) ? content[mark.Length..] : content);
        return new TableReader(source).Read(source.Read(), hash);
    }

    private static TesseraException Unreadable(string path, string reason, Exception? cause = null) => new(
        Diagnostic.Error("TESS6001", $"The table cannot be read: {reason.TrimEnd('.')}.", new SourceLocation(path), "Name a table's file in the option 'file'."), cause);
}
