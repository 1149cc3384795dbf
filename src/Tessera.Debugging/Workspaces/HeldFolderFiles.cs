using System.IO.Enumeration;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tessera.Debugging.Workspaces;

/// <summary>Linux: files reached from a held folder. A folder that becomes a link between two looks leads nowhere.</summary>
/// <remarks>Within a held folder, names are given to .NET by <c>/proc/self/fd</c>, which leads to that very folder whatever became of its path.</remarks>
internal sealed class HeldFolderFiles(string root, bool inOneCall = true) : IFolderFiles
{
    private static readonly EnumerationOptions _all = new() { AttributesToSkip = 0, IgnoreInaccessible = false };
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
        using var folder = Checked(LinuxCalls.Hold(_root, relative, inOneCall), relative);
        if (LinuxCalls.StatusOf(folder).Kind == FileKind.Link) throw new LinkMetException();
        var names = new FileSystemEnumerable<string>(PathOf(folder), (ref FileSystemEntry entry) => entry.FileName.ToString(), _all);
        var entries = new List<(string, FileStatus)>();
        foreach (var name in names) entries.Add((name, LinuxCalls.StatusOf(folder, name)));
        return entries;
    }

    public FileStream Open(string relative)
    {
        var file = Checked(LinuxCalls.OpenToRead(_root, relative, inOneCall), relative);
        try
        {
            if (LinuxCalls.StatusOf(file).Kind != FileKind.File) throw new FileNotFoundException();
            return new FileStream(file, FileAccess.Read, bufferSize: 0);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Write(string relative, ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        using var folder = HoldMakingFolders(relative, out var name);
        var present = LinuxCalls.StatusOf(folder, name);
        if (present.Kind == FileKind.Link) throw new LinkMetException();
        WholeFile.Write(Path.Join(PathOf(folder), name), content, present.Kind == FileKind.File ? present.Mode : null, cancellationToken);
    }

    public void Delete(string relative)
    {
        using var folder = FolderOf(relative, out var name);
        if (LinuxCalls.StatusOf(folder, name).Kind == FileKind.Link) throw new LinkMetException();
        File.Delete(Path.Join(PathOf(folder), name));
    }

    public string? TargetOf(string relative)
    {
        using var folder = FolderOf(relative, out var name);
        return new FileInfo(Path.Join(PathOf(folder), name)).LinkTarget;
    }

    public void MakeFolder(string relative)
    {
        using var folder = FolderOf(relative, out var name);
        if (LinuxCalls.MakeFolder(folder, name)) return;
        var refusal = Refusal(relative);
        var present = LinuxCalls.StatusOf(folder, name).Kind;
        if (present != FileKind.Folder) throw present == FileKind.Link ? new LinkMetException() : refusal;
    }

    public void MakeLink(string relative, string target)
    {
        using var folder = FolderOf(relative, out var name);
        File.CreateSymbolicLink(Path.Join(PathOf(folder), name), target);
    }

    public void CopyFrom(string source, string relative)
    {
        using var folder = FolderOf(relative, out var name);
        // A file that is made new is not made through a link.
        File.Copy(source, Path.Join(PathOf(folder), name), overwrite: false);
    }

    public void SetMode(string relative, UnixFileMode mode)
    {
        using var held = Checked(LinuxCalls.Hold(_root, relative, inOneCall), relative);
        if (LinuxCalls.StatusOf(held).Kind == FileKind.Link) throw new LinkMetException();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(PathOf(held), mode);
    }

    public void Remove(string relative)
    {
        using var folder = FolderOf(relative, out var name);
        if (LinuxCalls.StatusOf(folder, name).Kind == FileKind.Folder) HeldRemoval.RemoveFolder(folder, name);
        else File.Delete(Path.Join(PathOf(folder), name));
    }

    public void Dispose() => _root.Dispose();

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

    private SafeFileHandle FolderOf(string relative, out string name)
    {
        var slash = relative.LastIndexOf('/');
        name = relative[(slash + 1)..];
        return Checked(LinuxCalls.Hold(_root, slash < 0 ? "" : relative[..slash], inOneCall), relative);
    }

    /// <summary>A path that leads to a held file, whatever became of its own.</summary>
    public static string PathOf(SafeFileHandle folder) => string.Create(null, $"/proc/self/fd/{folder.DangerousGetHandle()}");

    private static SafeFileHandle Checked(SafeFileHandle handle, string path) => handle.IsInvalid ? throw Refusal(path) : handle;

    private static Exception Refusal(string path) => Marshal.GetLastPInvokeError() switch
    {
        LinuxCalls.LinkMet or LinuxCalls.LeavesFolder => new LinkMetException(),
        LinuxCalls.MissingFile => new FileNotFoundException(),
        var error => new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'"),
    };
}
