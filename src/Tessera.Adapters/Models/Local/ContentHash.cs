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
            foreach (var file in Deciding.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)).Order(StringComparer.Ordinal)) all.AppendData([.. SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFileName(file))), .. Read(file)]);
            all.AppendData([0]);
        }

        return Convert.ToHexStringLower(all.GetHashAndReset())[..16];
    }

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
