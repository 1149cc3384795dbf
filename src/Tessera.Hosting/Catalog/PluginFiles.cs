using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace Tessera.Hosting.Catalog;

/// <summary>The files of a plugin.</summary>
internal static class PluginFiles
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    /// <summary>The files in a folder and below it. Links to folders are not followed: they may lead in circles.</summary>
    public static IEnumerable<string> In(string folder) =>
        new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), Everything)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };

    /// <summary>SHA-256 over the names and contents of the files in a folder, debug symbols and documentation aside, in hexadecimal.</summary>
    public static string HashOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = In(folder)
            .Select(file => (Name: Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
            .Where(pair => !pair.Name.EndsWith(".pdb", StringComparison.Ordinal) && !pair.Name.EndsWith(".xml", StringComparison.Ordinal))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal);
        foreach (var (name, file) in files)
        {
            using var stream = RegularFile.OpenRead(file);
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0"));
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
