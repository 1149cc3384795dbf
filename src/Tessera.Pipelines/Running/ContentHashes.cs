using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tessera.Hosting;

namespace Tessera.Pipelines.Running;

/// <summary>Hashes of input files and folders, each computed once a run.</summary>
internal sealed class ContentHashes
{
    // What a library of experts keeps for itself: it grows when the library is used, and says nothing that the experts do not say.
    private const string Remade = ".library";

    private readonly ConcurrentDictionary<string, (string Hash, string Stamp)> _known = new(StringComparer.Ordinal);

    public string Of(string path) => _known.GetOrAdd(path, static path => (Compute(path), Stamp(path))).Hash;

    /// <summary>Whether a file or folder looks different from when it was hashed.</summary>
    public bool HasChanged(string path)
    {
        try
        {
            return _known.TryGetValue(path, out var known) && known.Stamp != Stamp(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>SHA-256 of a file's content, or of the names and contents of all files below a folder, in hexadecimal.</summary>
    public static string Compute(string path)
    {
        if (File.Exists(path)) return Convert.ToHexStringLower(HashOf(path));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, file) in FilesIn(path))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0"));
            hash.AppendData(HashOf(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] HashOf(string file)
    {
        using var stream = RegularFile.OpenRead(file);
        return SHA256.HashData(stream);
    }

    // What is in a file may change without its length or its time only where somebody hides it.
    private static string Stamp(string path)
    {
        if (File.Exists(path)) return StampOf(path);
        return string.Join('\n', FilesIn(path).Select(file => $"{file.Name} {StampOf(file.Path)}"));
    }

    private static string StampOf(string file)
    {
        var target = File.ResolveLinkTarget(file, returnFinalTarget: true) as FileInfo ?? new FileInfo(file);
        return string.Create(CultureInfo.InvariantCulture, $"{target.Length} {target.LastWriteTimeUtc.Ticks}");
    }

    /// <summary>
    /// The files below a folder, by their names there. Links are followed, as whoever reads the folder follows them: a folder of
    /// models is often nothing but links. One that leads back to a folder above itself would never end and is passed over.
    /// </summary>
    private static List<(string Name, string Path)> FilesIn(string root)
    {
        var files = new List<(string Name, string Path)>();
        Collect(new DirectoryInfo(root), []);
        files.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return files;

        void Collect(DirectoryInfo folder, IReadOnlyList<string> above)
        {
            var real = (folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder).FullName;
            if (above.Contains(real, StringComparer.Ordinal)) return;
            foreach (var entry in folder.EnumerateFileSystemInfos())
            {
                if (entry is DirectoryInfo { Name: Remade }) continue;
                if (entry is DirectoryInfo child) Collect(child, [.. above, real]);
                else files.Add((Path.GetRelativePath(root, entry.FullName).Replace('\\', '/'), entry.FullName));
            }
        }
    }
}
