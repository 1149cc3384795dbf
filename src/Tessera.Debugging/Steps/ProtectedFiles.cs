using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Steps;

/// <summary>Puts back what an agent may not change, because programs that it ran may have changed it all the same.</summary>
internal static class ProtectedFiles
{
    /// <summary>Makes the protected files of a copy as they are in the original.</summary>
    /// <param name="original">The folder of the original.</param>
    /// <param name="copy">The copy.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The files that had been changed or deleted.</returns>
    public static IReadOnlyList<string> PutBack(string original, FolderWorkspace copy, CancellationToken cancellationToken)
    {
        var changed = new List<string>();
        Walk(original, "");
        return changed;

        void Walk(string folder, string relative)
        {
            foreach (var entry in FolderTree.EntriesApartFrom(copy.Root, folder))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var path = relative.Length == 0 ? Path.GetFileName(entry) : $"{relative}/{Path.GetFileName(entry)}";
                var kind = FileKinds.Of(entry);
                if (kind == FileKind.Folder) Walk(entry, path);
                else if (kind == FileKind.File && copy.AccessTo(new WorkspacePath(path, Path.Join(copy.Root, path))) != WorkspaceAccess.ReadWrite)
                {
                    if (FolderTree.PutFile(entry, Path.Join(copy.Root, path))) changed.Add(path);
                }
            }
        }
    }
}
