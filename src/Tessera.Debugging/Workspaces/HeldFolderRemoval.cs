using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tessera.Debugging.Workspaces;

/// <summary>Linux: removes an entry of a held folder with all that is in it, and nothing outside, whatever is put in its way meanwhile.</summary>
internal static class HeldFolderRemoval
{
    /// <summary>Removes an entry; that there is none is no fault.</summary>
    public static void Remove(SafeFileHandle folder, string name)
    {
        var kind = LinuxCalls.StatusOf(folder, name).Kind;
        if (kind == FileKind.Nothing) return;
        if (kind == FileKind.Folder) Empty(folder, name);
        RemoveEntry(folder, name, kind);
    }

    private static void Empty(SafeFileHandle folder, string name)
    {
        using var emptied = Held(folder, name);
        for (var names = NamesIn(emptied); names.Count > 0; names = NamesIn(emptied))
        {
            foreach (var inside in names)
            {
                var kind = LinuxCalls.StatusOf(emptied, inside).Kind;
                if (kind == FileKind.Folder) Flatten(emptied, inside);
                RemoveEntry(emptied, inside, kind);
            }
        }
    }

    /// <summary>Empties a folder by moving the folders in it up beside it: a program may nest them deeper than the stack or a path can be.</summary>
    private static void Flatten(SafeFileHandle folder, string name)
    {
        using var emptied = Held(folder, name);
        foreach (var inside in NamesIn(emptied))
        {
            var kind = LinuxCalls.StatusOf(emptied, inside).Kind;
            if (kind != FileKind.Folder) RemoveEntry(emptied, inside, kind);
            else if (!LinuxCalls.Move(emptied, inside, folder, $".tessera-{Guid.NewGuid():n}")) throw HeldFolderFiles.Change(inside);
        }
    }

    private static void RemoveEntry(SafeFileHandle folder, string name, FileKind kind)
    {
        if (kind == FileKind.Nothing || LinuxCalls.Remove(folder, name, kind == FileKind.Folder) || Marshal.GetLastPInvokeError() == LinuxCalls.MissingFile) return;
        throw HeldFolderFiles.Change(name);
    }

    private static List<string> NamesIn(SafeFileHandle folder) => LinuxFolder.Names(folder);

    private static SafeFileHandle Held(SafeFileHandle folder, string name)
    {
        var held = LinuxCalls.HoldFolder(folder, name);
        return held.IsInvalid ? throw HeldFolderFiles.Change(name) : held;
    }
}
