using System.IO.Enumeration;
using Microsoft.Win32.SafeHandles;

namespace Tessera.Debugging.Workspaces;

/// <summary>Linux: removes a folder and all that is in it through held folders, so that no link put in its way leads elsewhere.</summary>
/// <remarks>
/// What stands deeper is moved up before it is looked at: so no way is too long for the system and no nesting too deep for this
/// process's stack, and three folders are held at the most.
/// </remarks>
internal static class HeldRemoval
{
    // Each round takes one level off. Whoever makes levels as fast as they are removed gets no further than this.
    private const int MostRounds = 1_000_000;

    private const UnixFileMode Owned = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly EnumerationOptions _all = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Removes a folder.</summary>
    /// <param name="parent">The folder that it stands in, held.</param>
    /// <param name="name">Its name there.</param>
    /// <exception cref="IOException">It does not become empty, or the system refuses.</exception>
    public static void RemoveFolder(SafeFileHandle parent, string name)
    {
        using (var folder = Hold(parent, name))
        {
            // Its own folders are gone after each round, theirs have taken their place.
            for (var round = 0; TakeOffLevel(folder); round++)
            {
                if (round == MostRounds) throw new IOException($"'{name}' is being filled while it is removed.");
            }
        }

        Directory.Delete(Path.Join(HeldFolderFiles.PathOf(parent), name));
    }

    private static bool TakeOffLevel(SafeFileHandle folder)
    {
        var left = false;
        foreach (var name in Names(folder))
        {
            if (LinuxCalls.StatusOf(folder, name).Kind != FileKind.Folder)
            {
                File.Delete(Path.Join(HeldFolderFiles.PathOf(folder), name));
                continue;
            }

            using (var inner = Hold(folder, name))
            {
                foreach (var deeper in Names(inner)) left |= MoveUp(inner, deeper, folder);
            }

            Directory.Delete(Path.Join(HeldFolderFiles.PathOf(folder), name));
        }

        return left;
    }

    /// <summary>Moves a folder's folder out of it, and deletes what is none.</summary>
    /// <returns>Whether it was moved.</returns>
    private static bool MoveUp(SafeFileHandle from, string name, SafeFileHandle to)
    {
        var path = Path.Join(HeldFolderFiles.PathOf(from), name);
        if (LinuxCalls.StatusOf(from, name).Kind != FileKind.Folder)
        {
            File.Delete(path);
            return false;
        }

        // To be moved elsewhere, a folder must be one that may be written.
        using (Hold(from, name)) Directory.Move(path, Path.Join(HeldFolderFiles.PathOf(to), $".tessera-{Guid.NewGuid():n}"));
        return true;
    }

    private static SafeFileHandle Hold(SafeFileHandle parent, string name)
    {
        var folder = LinuxCalls.HoldFolder(parent, name);
        if (folder.IsInvalid) throw new LinkMetException();
        if (!OperatingSystem.IsWindows() && (LinuxCalls.StatusOf(folder).Mode & Owned) != Owned) File.SetUnixFileMode(HeldFolderFiles.PathOf(folder), Owned);
        return folder;
    }

    private static List<string> Names(SafeFileHandle folder) =>
        [.. new FileSystemEnumerable<string>(HeldFolderFiles.PathOf(folder), (ref FileSystemEntry entry) => entry.FileName.ToString(), _all)];
}
