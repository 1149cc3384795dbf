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

    /// <summary>Makes a folder equal to another.</summary>
    /// <param name="source">How it shall be.</param>
    /// <param name="target">The folder.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The relative paths that differed, in ordinal order; of a folder that only one side has, also what is in it.</returns>
    public static IReadOnlyList<string> Mirror(string source, string target, CancellationToken cancellationToken)
    {
        var differing = new List<string>();
        MirrorFolder(source, target, "", differing, cancellationToken);
        differing.Sort(StringComparer.Ordinal);
        return differing;
    }

    /// <summary>Makes one file equal to another, whatever stands in its place.</summary>
    /// <param name="source">How it shall be: a file.</param>
    /// <param name="target">The file.</param>
    /// <returns>Whether they differed.</returns>
    public static bool PutFile(string source, string target)
    {
        var present = FileKinds.Of(target);
        if (present == FileKind.File && HaveSameMode(source, target) && HaveSameBytes(source, target)) return false;
        Delete(target, present);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target);
        return true;
    }

    private static void MirrorFolder(string source, string target, string relative, List<string> differing, CancellationToken cancellationToken)
    {
        var names = Names(source).Union(Names(target), StringComparer.Ordinal).ToList();
        foreach (var name in names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (from, to) = (Path.Join(source, name), Path.Join(target, name));
            var path = relative.Length == 0 ? name : $"{relative}/{name}";
            if (IsWithin(source, to)) continue;
            var (wanted, present) = (FileKinds.Of(from), FileKinds.Of(to));
            if (wanted == FileKind.Folder && present == FileKind.Folder) MirrorFolder(from, to, path, differing, cancellationToken);
            else if (present == FileKind.Special || IsSame(from, wanted, to, present)) continue;
            else
            {
                AddAll(present == FileKind.Folder ? to : from, path, differing);
                Delete(to, present);
                CopyEntry(from, to, cancellationToken);
            }
        }

        if (CopyMode(source, target) && relative.Length > 0) differing.Add(relative);
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

    private static bool IsSame(string from, FileKind wanted, string to, FileKind present) => wanted == present && wanted switch
    {
        FileKind.Link => new FileInfo(from).LinkTarget == new FileInfo(to).LinkTarget,
        FileKind.File => HaveSameMode(from, to) && HaveSameBytes(from, to),
        _ => true,
    };

    private static bool HaveSameBytes(string left, string right)
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

    private static void Delete(string path, FileKind kind)
    {
        if (kind == FileKind.Folder) Directory.Delete(path, recursive: true);
        else if (kind != FileKind.Nothing) File.Delete(path);
    }

    private static void AddAll(string entry, string relative, List<string> paths)
    {
        paths.Add(relative);
        if (FileKinds.Of(entry) != FileKind.Folder) return;
        foreach (var name in Names(entry)) AddAll(Path.Join(entry, name), $"{relative}/{name}", paths);
    }

    private static IEnumerable<string> Names(string folder) => Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry));

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
