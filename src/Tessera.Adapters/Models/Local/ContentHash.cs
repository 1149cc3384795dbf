using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Models.Local;

/// <summary>The hash of everything that decides a model's answers.</summary>
internal static class ContentHash
{
    private static readonly string[] Deciding = ["*.json", "*.safetensors", "tokenizer.model"];

    /// <param name="folders">The folders: the model's, then the adapter's.</param>
    /// <returns>Sixteen hexadecimal digits.</returns>
    /// <exception cref="TesseraException">A file cannot be read (TESS5001).</exception>
    public static string Of(params IEnumerable<string> folders)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var folder in folders)
        {
            // Names of a fixed length in front of hashes of a fixed length: no two sets of files look the same.
            foreach (var file in Files(folder)) all.AppendData([.. SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFileName(file))), .. Read(file)]);
            all.AppendData([0]);
        }

        return Convert.ToHexStringLower(all.GetHashAndReset())[..16];
    }

    /// <summary>The sizes and times of the same files of a folder, by which it is seen that one has changed since.</summary>
    public static string StampOf(string folder) => string.Join('\n', Files(folder).Select(file =>
    {
        var target = File.ResolveLinkTarget(file, returnFinalTarget: true) as FileInfo ?? new FileInfo(file);
        return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)} {(target.Exists ? target.Length : -1)} {target.LastWriteTimeUtc.Ticks}");
    }));

    private static IEnumerable<string> Files(string folder) => Deciding.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)).Order(StringComparer.Ordinal);

    private static byte[] Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return SHA256.HashData(stream);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new TesseraException(Diagnostic.Error("TESS5001", $"The file cannot be read: {unreadable.Message}", new SourceLocation(file)), unreadable);
        }
    }
}
