using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Workspaces;

/// <summary>Copies folders as they are: bytes, modes, links and empty folders.</summary>
internal static class FolderTree
{
    /// <summary>Copies what is in a folder into another.</summary>
    /// <param name="source">The folder.</param>
    /// <param name="target">The other, which is made.</param>
    /// <param name="cancellationToken">Ends the copying early.</param>
    public static void Copy(string source, string target, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(target);
        foreach (var entry in EntriesApartFrom(target, source))
        {
            cancellationToken.ThrowIfCancellationRequested();
            CopyEntry(entry, Path.Join(target, Path.GetFileName(entry)), cancellationToken);
        }

        CopyMode(source, target);
    }

    /// <summary>What is in a folder, except what holds a copy of it: a run's folder may stand in the very project that it copies.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="folder">The folder.</param>
    /// <returns>The full paths, in ordinal order.</returns>
    public static IEnumerable<string> EntriesApartFrom(string copy, string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Where(entry => !IsWithin(copy, entry)).Order(StringComparer.Ordinal);

    /// <summary>Removes a folder with all that is in it, however its entries are named and however deep they lie.</summary>
    /// <param name="folder">The folder; that there is none is no fault.</param>
    /// <exception cref="IOException">Something in it cannot be removed.</exception>
    /// <exception cref="WorkspaceException">Programs write there all the time.</exception>
    public static void Remove(string folder)
    {
        if (!Directory.Exists(folder)) return;
        ChangingFiles.Do(folder, () =>
        {
            using IFolderFiles files = HeldFolderFiles.IsSupported ? new HeldFolderFiles(Path.GetDirectoryName(folder)!) : new PlainFolderFiles(Path.GetDirectoryName(folder)!);
            files.Remove(Path.GetFileName(folder));
        });
    }

    private static void CopyEntry(string source, string target, CancellationToken cancellationToken)
    {
        switch (FileKinds.Of(source))
        {
            case FileKind.Folder:
                Copy(source, target, cancellationToken);
                break;
            case FileKind.Link:
                File.CreateSymbolicLink(target, new FileInfo(source).LinkTarget!);
                break;
            case FileKind.File:
                File.Copy(source, target);
                break;
            default:
                break;
        }
    }

    private static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static void CopyMode(string source, string target)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(source) is var mode && mode != File.GetUnixFileMode(target)) File.SetUnixFileMode(target, mode);
    }
}
