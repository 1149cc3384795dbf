using System.IO.Compression;
using Tessera.Hosting.Manifests;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Installation;

/// <summary>A plugin in one file: a zip, or a package of NuGet, which is one. It is read as hostile: nothing is written outside of the target, and nothing without end.</summary>
internal static class PluginArchive
{
    internal const long MostBytes = 1L << 30;
    internal const int MostFiles = 10_000;

    private const int UnixTypeShift = 16;
    private const int UnixTypeBits = 0xF000;
    private const int UnixLink = 0xA000;

    /// <summary>Whether a path names such a file, not a folder.</summary>
    public static bool Is(string path) => File.Exists(path) && Path.GetExtension(path).ToUpperInvariant() is ".ZIP" or ".NUPKG";

    /// <summary>Unpacks what lies beside the manifest, and below.</summary>
    /// <param name="archive">The file.</param>
    /// <param name="target">An empty folder.</param>
    /// <exception cref="TesseraException">TESS2051: it holds no plugin; TESS2056: it cannot be unpacked.</exception>
    public static void Unpack(string archive, string target)
    {
        try
        {
            using var zip = new ZipArchive(RegularFile.OpenRead(archive), ZipArchiveMode.Read);
            var root = RootOf(zip) ?? throw new TesseraException(Diagnostic.Error(
                PluginPackage.HoldsNoPlugin, $"There is no plugin in this file: it has no {PluginManifest.FileName}, or several.", new SourceLocation(archive), "Pack the plugin with 'dotnet pack', or zip the folder that its build left."));
            var left = MostBytes;
            foreach (var entry in zip.Entries.Where(entry => entry.FullName.StartsWith(root, StringComparison.Ordinal) && !entry.FullName.EndsWith('/')).Take(MostFiles + 1).Index())
            {
                if (entry.Index == MostFiles) throw new InvalidDataException($"It has more than {MostFiles} files.");
                var path = Path.Combine(target, NameOf(entry.Item, root));
                if (IsTaken(path, target)) throw new InvalidDataException($"'{entry.Item.FullName}' is there twice.");
                left -= Write(entry.Item, path, left);
            }
        }
        catch (Exception unfit) when (unfit is InvalidDataException or NotSupportedException or EndOfStreamException or PathTooLongException)
        {
            throw new TesseraException(Diagnostic.Error("TESS2056", $"The file cannot be unpacked: {unfit.Message}", new SourceLocation(archive), "Get the file again, or make it anew with 'dotnet pack'."), unfit);
        }
    }

    // What a package has beside the plugin lies elsewhere in it. Of several manifests nobody could tell which is meant.
    private static string? RootOf(ZipArchive zip)
    {
        var manifests = zip.Entries.Where(entry => entry.Name == PluginManifest.FileName).Select(entry => entry.FullName[..^PluginManifest.FileName.Length]).ToList();
        var depth = manifests.Count == 0 ? 0 : manifests.Min(folder => folder.Count(letter => letter == '/'));
        return manifests.Where(folder => folder.Count(letter => letter == '/') == depth).ToList() is [var only] ? only : null;
    }

    private static string NameOf(ZipArchiveEntry entry, string root)
    {
        var name = entry.FullName[root.Length..];
        if (((entry.ExternalAttributes >> UnixTypeShift) & UnixTypeBits) == UnixLink) throw new InvalidDataException($"'{entry.FullName}' is a link.");
        var isPlain = name.Split('/').All(part => part.Length > 0 && part is not ("." or "..") && part.AsSpan().IndexOfAny("\\:\0") < 0);
        return isPlain ? name : throw new InvalidDataException($"'{entry.FullName}' is no name of a file within a plugin.");
    }

    // Also where a file's name is that of another one's folder.
    private static bool IsTaken(string path, string target)
    {
        if (Directory.Exists(path)) return true;
        while (path.Length > target.Length && !File.Exists(path)) path = Path.GetDirectoryName(path)!;
        return path.Length > target.Length;
    }

    // The length that an entry names is what its author says; what comes out is counted.
    private static long Write(ZipArchiveEntry entry, string path, long most)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var source = entry.Open();
        // A second entry of the same name does not replace the first.
        using var file = new FileStream(path, FileMode.CreateNew);
        var buffer = new byte[81_920];
        for (int read; (read = source.Read(buffer)) > 0;)
        {
            if (file.Length + read > most) throw new InvalidDataException($"It unpacks to more than {MostBytes >> 20} MB.");
            file.Write(buffer, 0, read);
        }

        return file.Length;
    }
}
