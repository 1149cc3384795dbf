using System.Text;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Evaluations;

/// <summary>Puts back what an agent may not change, because programs that it ran may have changed it all the same.</summary>
/// <remarks>
/// Links are put back as links, and where they lead as what stood there. What fits the patterns and is not in the original is
/// removed, such as a <c>conftest.py</c> in a protected folder. So is the byte code that Python keeps: it may stand for a protected source.
/// </remarks>
internal static class ProtectedFiles
{
    private static readonly PathPatterns _byteCode = new(["__pycache__/"]);

    // The longest that Linux takes is 4,095 bytes. What lies deeper no check can name.
    private const int LongestPath = 3800;

    /// <summary>Makes the protected files of a copy as they are in the original.</summary>
    /// <param name="original">The folder of the original.</param>
    /// <param name="copy">The copy. A program that still runs may put links in the way; none is followed.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The files that had been changed, added or deleted.</returns>
    /// <exception cref="WorkspaceException">A program changes the files meanwhile.</exception>
    public static IReadOnlyList<string> PutBack(string original, FolderWorkspace copy, CancellationToken cancellationToken)
    {
        var changed = new List<string>();
        try
        {
            RemoveAdded("");
            Walk(original, "");
            return changed;
        }
        catch (Exception swapped) when (swapped is LinkMetException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw FolderWorkspace.BeingChanged(".");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceException(WorkspaceFault.InputOutput, ".", $"Protected files cannot be put back: {refused.Message}", refused);
        }

        void RemoveAdded(string relative)
        {
            foreach (var (name, status) in copy.Files.List(relative).OrderBy(entry => entry.Name, StringComparer.Ordinal))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var path = Join(relative, name);
                var wanted = FileKinds.Of(Path.Join(original, path));
                var isFolder = status.Kind == FileKind.Folder;
                if (IsProtected(path, isFolder) && wanted != status.Kind && (wanted == FileKind.Nothing || isFolder || wanted == FileKind.Special))
                {
                    copy.Files.Remove(path);
                    changed.Add(path);
                }
                else if (isFolder && Encoding.UTF8.GetByteCount(path) <= LongestPath) RemoveAdded(path);
            }
        }

        void Walk(string folder, string relative)
        {
            foreach (var entry in FolderTree.EntriesApartFrom(copy.Root, folder))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var path = Join(relative, Path.GetFileName(entry));
                var kind = FileKinds.Of(entry);
                if (kind == FileKind.Folder) Walk(entry, path);
                else if (kind is FileKind.File or FileKind.Link && IsProtected(path, Directory.Exists(entry)))
                {
                    for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1)) PutFolder(copy.Files, path[..slash]);
                    if (PutEntry(copy.Files, entry, path, kind) && !changed.Contains(path)) changed.Add(path);
                }
            }
        }

        bool IsProtected(string path, bool isFolder) => copy.AccessToName(path, isFolder) != WorkspaceAccess.ReadWrite || _byteCode.Covers(path, isFolder);
    }

    /// <summary>Makes a folder where none is. A link to one is none: what is put there would land elsewhere.</summary>
    private static void PutFolder(IFolderFiles files, string folder)
    {
        var present = files.StatusOf(folder).Kind;
        if (present == FileKind.Folder) return;
        if (present != FileKind.Nothing) files.Remove(folder);
        files.MakeFolder(folder);
    }

    /// <summary>Makes one file or link equal to another, whatever stands in its place.</summary>
    /// <returns>Whether they differed.</returns>
    private static bool PutEntry(IFolderFiles files, string source, string path, FileKind kind)
    {
        var present = files.StatusOf(path);
        var target = kind == FileKind.Link ? new FileInfo(source).LinkTarget! : null;
        if (present.Kind == kind && (target is null ? HasSameContent(files, source, path, present) : files.TargetOf(path) == target)) return false;
        files.Remove(path);
        if (target is null) files.CopyFrom(source, path);
        else files.MakeLink(path, target);
        return true;
    }

    private static bool HasSameContent(IFolderFiles files, string source, string path, FileStatus present)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(source) != present.Mode) return false;
        using var wanted = File.OpenRead(source);
        using var found = files.Open(path);
        return FolderTree.HaveSameBytes(wanted, found);
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
