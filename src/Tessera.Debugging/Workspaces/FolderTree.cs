namespace Tessera.Debugging.Workspaces;

/// <summary>Copies and compares folders as they are: bytes, modes, links and empty folders.</summary>
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

    /// <summary>Makes one file or link equal to another, whatever stands in its place.</summary>
    /// <param name="source">How it shall be: a file or a link.</param>
    /// <param name="target">The file or link; its folder exists.</param>
    /// <returns>Whether they differed.</returns>
    public static bool PutEntry(string source, string target)
    {
        var (wanted, present) = (FileKinds.Of(source), FileKinds.Of(target));
        if (wanted == present && wanted switch
            {
                FileKind.Link => new FileInfo(source).LinkTarget == new FileInfo(target).LinkTarget,
                FileKind.File => HaveSameMode(source, target) && HaveSameBytes(source, target),
                _ => true,
            }) return false;
        Delete(target);
        CopyEntry(source, target, CancellationToken.None);
        return true;
    }

    /// <summary>Makes a folder where none is. A link to one is none: what is put there would land elsewhere.</summary>
    /// <param name="folder">The folder; the one that it stands in exists.</param>
    public static void PutFolder(string folder)
    {
        if (FileKinds.Of(folder) == FileKind.Folder) return;
        Delete(folder);
        Directory.CreateDirectory(folder);
    }

    /// <summary>Removes what stands at a path, a link not being followed.</summary>
    public static void Delete(string path)
    {
        var kind = FileKinds.Of(path);
        if (kind == FileKind.Folder) Directory.Delete(path, recursive: true);
        else if (kind != FileKind.Nothing) File.Delete(path);
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

    /// <summary>Whether two files hold the same bytes.</summary>
    public static bool HaveSameBytes(string left, string right)
    {
        using var first = File.OpenRead(left);
        using var second = File.OpenRead(right);
        if (first.Length != second.Length) return false;
        var (one, other) = (new byte[81920], new byte[81920]);
        while (true)
        {
            var read = first.ReadAtLeast(one, one.Length, throwOnEndOfStream: false);
            if (second.ReadAtLeast(other, other.Length, throwOnEndOfStream: false) != read) return false;
            if (!one.AsSpan(0, read).SequenceEqual(other.AsSpan(0, read))) return false;
            if (read < one.Length) return true;
        }
    }

    private static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static bool HaveSameMode(string left, string right) => OperatingSystem.IsWindows() || File.GetUnixFileMode(left) == File.GetUnixFileMode(right);

    private static bool CopyMode(string source, string target)
    {
        if (OperatingSystem.IsWindows() || HaveSameMode(source, target)) return false;
        File.SetUnixFileMode(target, File.GetUnixFileMode(source));
        return true;
    }
}
