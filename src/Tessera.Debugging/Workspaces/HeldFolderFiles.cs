using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tessera.Debugging.Workspaces;

/// <summary>Linux: files reached from a held folder. A folder that becomes a link between two looks leads nowhere.</summary>
/// <remarks>Within a held folder, names are given to .NET by <c>/proc/self/fd</c>, which leads to that very folder whatever became of its path.</remarks>
internal sealed class HeldFolderFiles(string root, bool inOneCall = true) : IFolderFiles
{
    private readonly SafeFileHandle _root = Checked(LinuxCalls.HoldRoot(root), root);

    public static bool IsSupported { get; } = OperatingSystem.IsLinux() && Directory.Exists("/proc/self/fd");

    public FileStatus StatusOf(string relative)
    {
        using var held = LinuxCalls.Hold(_root, relative, inOneCall);
        if (!held.IsInvalid) return LinuxCalls.StatusOf(held);
        return Marshal.GetLastPInvokeError() is LinuxCalls.MissingFile or LinuxCalls.NoFolder ? default : throw Refusal(relative);
    }

    public IReadOnlyList<(string Name, FileStatus Status)> List(string relative)
    {
        using var folder = Hold(relative);
        return LinuxFolder.Entries(folder);
    }

    public Stream? Open(string relative, out FileStatus status)
    {
        var file = LinuxCalls.OpenToRead(_root, relative, inOneCall);
        if (file.IsInvalid && Marshal.GetLastPInvokeError() is LinuxCalls.MissingFile or LinuxCalls.NoFolder)
        {
            status = default;
            return null;
        }

        status = LinuxCalls.StatusOf(Checked(file, relative));
        if (status.Kind == FileKind.File) return new HeldFile(file, status.Length);
        file.Dispose();
        return null;
    }

    public void Write(string relative, ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        using var folder = HoldMakingFolders(relative, out var name);
        var present = LinuxCalls.StatusOf(folder, name);
        if (present.Kind == FileKind.Link) throw new LinkMetException();
        HeldWholeFile.Write(folder, name, content, present.Kind == FileKind.File ? present.Mode : null, cancellationToken);
    }

    public void Delete(string relative)
    {
        using var folder = HoldFolderOf(relative, out var name);
        if (LinuxCalls.StatusOf(folder, name).Kind == FileKind.Link) throw new LinkMetException();
        if (!LinuxCalls.Remove(folder, name, isFolder: false) && Marshal.GetLastPInvokeError() != LinuxCalls.MissingFile) throw Change(relative);
    }

    public string? TargetOf(string relative)
    {
        using var folder = HoldFolderOf(relative, out var name);
        return LinuxCalls.TargetOf(folder, name);
    }

    public void PutFile(string relative, Stream content, UnixFileMode mode)
    {
        using var folder = HoldFolderOf(relative, out var name);
        if (LinuxCalls.StatusOf(folder, name).Kind == FileKind.Folder) throw new LinkMetException();
        HeldWholeFile.Write(folder, name, content, mode);
    }

    public void PutLink(string relative, string target)
    {
        using var folder = HoldFolderOf(relative, out var name);
        if (!LinuxCalls.MakeLink(folder, name, target)) throw Change(relative);
    }

    public void PutFolder(string relative)
    {
        using var folder = HoldFolderOf(relative, out var name);
        if (LinuxCalls.StatusOf(folder, name).Kind == FileKind.Folder) return;
        HeldFolderRemoval.Remove(folder, name);
        if (!LinuxCalls.MakeFolder(folder, name)) throw Change(relative);
    }

    public void SetMode(string relative, UnixFileMode mode)
    {
        using var held = Checked(LinuxCalls.Hold(_root, relative, inOneCall), relative);
        if (LinuxCalls.StatusOf(held).Kind is not (FileKind.File or FileKind.Folder)) throw new LinkMetException();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(PathOf(held), mode);
    }

    public void Remove(string relative)
    {
        using var folder = HoldFolderOf(relative, out var name);
        HeldFolderRemoval.Remove(folder, name);
    }

    public void Dispose() => _root.Dispose();

    /// <summary>What a call says that did not do what it should where something was just seen, as an exception.</summary>
    public static Exception Change(string path) => Marshal.GetLastPInvokeError() is LinuxCalls.NoFolder or LinuxCalls.Exists or LinuxCalls.IsFolder or LinuxCalls.NotEmpty
        ? new LinkMetException()
        : Refusal(path);

    private SafeFileHandle HoldFolderOf(string relative, out string name)
    {
        var slash = relative.LastIndexOf('/');
        name = relative[(slash + 1)..];
        return Hold(slash < 0 ? "" : relative[..slash]);
    }

    private SafeFileHandle Hold(string relative)
    {
        var folder = LinuxCalls.Hold(_root, relative, inOneCall);
        if (folder.IsInvalid) throw Change(relative);
        if (LinuxCalls.StatusOf(folder).Kind == FileKind.Folder) return folder;
        folder.Dispose();
        throw new LinkMetException();
    }

    private SafeFileHandle HoldMakingFolders(string relative, out string name)
    {
        var names = relative.Split('/');
        name = names[^1];
        var at = Checked(LinuxCalls.Hold(_root, "", inOneCall), relative);
        foreach (var step in names[..^1])
        {
            var next = LinuxCalls.HoldFolder(at, step);
            if (next.IsInvalid && Marshal.GetLastPInvokeError() == LinuxCalls.MissingFile)
            {
                LinuxCalls.MakeFolder(at, step);
                next = LinuxCalls.HoldFolder(at, step);
            }

            // To a call that wants a folder, a link is no folder.
            var isLink = next.IsInvalid && LinuxCalls.StatusOf(at, step).Kind == FileKind.Link;
            at.Dispose();
            at = isLink ? throw new LinkMetException() : Checked(next, relative);
        }

        return at;
    }

    private static string PathOf(SafeFileHandle folder) => string.Create(null, $"/proc/self/fd/{folder.DangerousGetHandle()}");

    private static SafeFileHandle Checked(SafeFileHandle handle, string path) => handle.IsInvalid ? throw Refusal(path) : handle;

    private static Exception Refusal(string path) => Marshal.GetLastPInvokeError() switch
    {
        LinuxCalls.LinkMet or LinuxCalls.LeavesFolder => new LinkMetException(),
        LinuxCalls.MissingFile => new FileNotFoundException(),
        var error => new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'"),
    };
}
