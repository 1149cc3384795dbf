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

    /// <summary>Makes the protected files of a copy as they are in the original.</summary>
    /// <param name="original">The folder of the original.</param>
    /// <param name="copy">The copy.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The files that had been changed, added or deleted.</returns>
    public static IReadOnlyList<string> PutBack(string original, FolderWorkspace copy, CancellationToken cancellationToken)
    {
        var changed = new List<string>();
        RemoveAdded("");
        Walk(original, "");
        return changed;

        void RemoveAdded(string relative)
        {
            foreach (var entry in Directory.GetFileSystemEntries(Path.Join(copy.Root, relative)).Order(StringComparer.Ordinal))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var path = Join(relative, Path.GetFileName(entry));
                var kind = FileKinds.Of(entry);
                var wanted = FileKinds.Of(Path.Join(original, path));
                if (IsProtected(path, kind == FileKind.Folder) && wanted != kind && (wanted == FileKind.Nothing || kind == FileKind.Folder || wanted == FileKind.Special))
                {
                    FolderTree.Delete(entry);
                    changed.Add(path);
                }
                else if (kind == FileKind.Folder) RemoveAdded(path);
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
                    PutFolders(relative);
                    if (FolderTree.PutEntry(entry, Path.Join(copy.Root, path)) && !changed.Contains(path)) changed.Add(path);
                }
            }
        }

        bool IsProtected(string path, bool isFolder) => copy.AccessToName(path, isFolder) != WorkspaceAccess.ReadWrite || _byteCode.Covers(path, isFolder);

        void PutFolders(string relative)
        {
            for (var slash = relative.IndexOf('/'); slash >= 0; slash = relative.IndexOf('/', slash + 1)) FolderTree.PutFolder(Path.Join(copy.Root, relative[..slash]));
            if (relative.Length > 0) FolderTree.PutFolder(Path.Join(copy.Root, relative));
        }
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
