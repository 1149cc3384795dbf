namespace Tessera.Debugging.Workspaces;

/// <summary>Files reached by their paths, on systems without a way to hold a folder: who swaps a folder for a link at the right moment is not noticed.</summary>
/// <param name="root">The folder.</param>
internal sealed class PlainFolderFiles(string root) : IFolderFiles
{
    public FileStatus StatusOf(string relative)
    {
        CheckFolders(relative);
        return FileStatus.Of(Path.Join(root, relative));
    }

    public IReadOnlyList<(string Name, FileStatus Status)> List(string relative)
    {
        if (StatusOf(relative).Kind == FileKind.Link) throw new LinkMetException();
        return [.. Directory.EnumerateFileSystemEntries(Path.Join(root, relative)).Select(entry => (Path.GetFileName(entry), FileStatus.Of(entry)))];
    }

    public Stream? Open(string relative, out FileStatus status)
    {
        status = StatusOf(relative);
        return status.Kind switch
        {
            FileKind.Link => throw new LinkMetException(),
            FileKind.File => new FileStream(Path.Join(root, relative), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0),
            _ => null,
        };
    }

    public void Write(string relative, ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        var present = StatusOf(relative);
        if (present.Kind == FileKind.Link) throw new LinkMetException();
        var path = Path.Join(root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WholeFile.Write(path, content, present.Kind == FileKind.File && !OperatingSystem.IsWindows() ? present.Mode : null, cancellationToken);
    }

    public void Delete(string relative)
    {
        if (StatusOf(relative).Kind == FileKind.Link) throw new LinkMetException();
        File.Delete(Path.Join(root, relative));
    }

    public string? TargetOf(string relative)
    {
        CheckFolders(relative);
        return new FileInfo(Path.Join(root, relative)).LinkTarget;
    }

    public void PutFile(string relative, Stream content, UnixFileMode mode)
    {
        if (StatusOf(relative).Kind == FileKind.Folder) throw new LinkMetException();
        WholeFile.Write(Path.Join(root, relative), content, mode);
    }

    public void PutLink(string relative, string target)
    {
        if (StatusOf(relative).Kind != FileKind.Nothing) throw new LinkMetException();
        File.CreateSymbolicLink(Path.Join(root, relative), target);
    }

    public void PutFolder(string relative)
    {
        if (StatusOf(relative).Kind == FileKind.Folder) return;
        Remove(relative);
        Directory.CreateDirectory(Path.Join(root, relative));
    }

    public void SetMode(string relative, UnixFileMode mode)
    {
        if (StatusOf(relative).Kind is not (FileKind.File or FileKind.Folder)) throw new LinkMetException();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Join(root, relative), mode);
    }

    public void Remove(string relative)
    {
        var kind = StatusOf(relative).Kind;
        var path = Path.Join(root, relative);
        if (kind == FileKind.Folder) Directory.Delete(path, recursive: true);
        // Windows has links to folders, which are folders.
        else if (kind == FileKind.Link && Directory.Exists(path) && OperatingSystem.IsWindows()) Directory.Delete(path);
        else if (kind != FileKind.Nothing) File.Delete(path);
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    private void CheckFolders(string relative)
    {
        for (var slash = relative.IndexOf('/'); slash >= 0; slash = relative.IndexOf('/', slash + 1))
        {
            if (FileKinds.Of(Path.Join(root, relative[..slash])) == FileKind.Link) throw new LinkMetException();
        }
    }
}
