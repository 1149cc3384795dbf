using System.Text;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Evaluations;

/// <summary>Puts back what an agent may not change, because programs that it ran may have changed it all the same.</summary>
/// <remarks>
/// Links are put back as links, and where they lead as what stood there. What fits the patterns and is not in the original is
/// removed, such as a <c>conftest.py</c> in a protected folder. So is the byte code that Python keeps: it may stand for a protected source.
/// Programs may still run: the copy is reached from its held folder, and where they change it meanwhile, the work is begun anew.
/// </remarks>
internal sealed class ProtectedFiles
{
    private static readonly PathPatterns _byteCode = new(["__pycache__/"]);

    // The longest that Linux takes is 4,095 bytes. What lies deeper no check can name.
    private const int LongestPath = 3800;

    private readonly string _original;
    private readonly FolderWorkspace _copy;
    private readonly List<string> _changed = [];
    private readonly CancellationToken _cancellationToken;

    private ProtectedFiles(string original, FolderWorkspace copy, CancellationToken cancellationToken) =>
        (_original, _copy, _cancellationToken) = (original, copy, cancellationToken);

    /// <summary>Makes the protected files of a copy as they are in the original.</summary>
    /// <param name="original">The folder of the original.</param>
    /// <param name="copy">The copy.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The files that had been changed, added or deleted.</returns>
    /// <exception cref="WorkspaceException">Programs change the copy all the time.</exception>
    public static IReadOnlyList<string> PutBack(string original, FolderWorkspace copy, CancellationToken cancellationToken)
    {
        var work = new ProtectedFiles(original, copy, cancellationToken);
        ChangingFiles.Do(copy.Root, () =>
        {
            work.RemoveAdded("");
            work.Restore(original, "");
        });
        return work._changed;
    }

    private void RemoveAdded(string folder)
    {
        foreach (var (name, status) in _copy.Files.List(folder).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var path = Join(folder, name);
            var wanted = FileKinds.Of(Path.Join(_original, path));
            if (IsProtected(path, status.Kind == FileKind.Folder) && wanted != status.Kind && (wanted == FileKind.Nothing || status.Kind == FileKind.Folder || wanted == FileKind.Special))
            {
                Note(path);
                _copy.Files.Remove(path);
            }
            else if (status.Kind == FileKind.Folder && Encoding.UTF8.GetByteCount(path) <= LongestPath) RemoveAdded(path);
        }
    }

    private void Restore(string folder, string relative)
    {
        foreach (var entry in FolderTree.EntriesApartFrom(_copy.Root, folder))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var path = Join(relative, Path.GetFileName(entry));
            var kind = FileKinds.Of(entry);
            if (kind == FileKind.Folder) Restore(entry, path);
            else if (kind is FileKind.File or FileKind.Link && IsProtected(path, Directory.Exists(entry)))
            {
                PutFolders(relative);
                if (!IsSame(entry, kind, path)) Put(entry, kind, path);
            }
        }
    }

    private bool IsSame(string entry, FileKind kind, string path)
    {
        var present = _copy.Files.StatusOf(path);
        if (present.Kind != kind) return false;
        if (kind == FileKind.Link) return _copy.Files.TargetOf(path) == new FileInfo(entry).LinkTarget;
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(entry) != present.Mode) return false;
        using var original = File.OpenRead(entry);
        using var copy = _copy.Files.Open(path);
        return FileBytes.AreSame(original, copy);
    }

    private void Put(string entry, FileKind kind, string path)
    {
        Note(path);
        _copy.Files.Remove(path);
        if (kind == FileKind.Link)
        {
            _copy.Files.PutLink(path, new FileInfo(entry).LinkTarget!);
            return;
        }

        using var content = File.OpenRead(entry);
        _copy.Files.PutFile(path, content, OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(entry));
    }

    // A link to a folder is none: what is put there would land elsewhere.
    private void PutFolders(string relative)
    {
        for (var slash = relative.IndexOf('/'); slash >= 0; slash = relative.IndexOf('/', slash + 1)) _copy.Files.PutFolder(relative[..slash]);
        if (relative.Length > 0) _copy.Files.PutFolder(relative);
    }

    private bool IsProtected(string path, bool isFolder) => _copy.AccessToName(path, isFolder) != WorkspaceAccess.ReadWrite || _byteCode.Covers(path, isFolder);

    private void Note(string path)
    {
        if (!_changed.Contains(path)) _changed.Add(path);
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
