using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tessera.Debugging.Workspaces;

/// <summary>Linux: writes a file of a held folder at once: beside it first, then in its place. A link in its place is replaced, not followed.</summary>
/// <remarks>
/// A file that is there is exchanged with the new one, and then removed. A rename over it would end as well, but by default ext4 lays the new file
/// out on the disk before it returns from one, which takes most of a small edit's time; here that is begun behind the answer.
/// </remarks>
internal static class HeldWholeFile
{
    private const UnixFileMode OfNewFile = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const int StartWriting = 2;

    /// <summary>Writes a file.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="mode">The permissions that it had and keeps; null for those of a new file.</param>
    /// <param name="cancellationToken">Ends the writing early and leaves the file as it was.</param>
    public static void Write(SafeFileHandle folder, string name, ReadOnlySpan<byte> content, UnixFileMode? mode, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var beside = Beside();
        try
        {
            using (var file = Create(folder, beside, mode)) RandomAccess.Write(file, content, 0);
            cancellationToken.ThrowIfCancellationRequested();
            Replace(folder, beside, name);
        }
        catch
        {
            LinuxCalls.Remove(folder, beside, isFolder: false);
            throw;
        }
    }

    /// <summary>Writes a file.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="mode">The permissions.</param>
    public static void Write(SafeFileHandle folder, string name, Stream content, UnixFileMode mode)
    {
        var beside = Beside();
        try
        {
            using (var file = new FileStream(Create(folder, beside, mode), FileAccess.Write, bufferSize: 0)) content.CopyTo(file);
            Replace(folder, beside, name);
        }
        catch
        {
            LinuxCalls.Remove(folder, beside, isFolder: false);
            throw;
        }
    }

    private static string Beside() => $".tessera-{Guid.NewGuid():n}";

    private static SafeFileHandle Create(SafeFileHandle folder, string name, UnixFileMode? mode)
    {
        // Not even for a moment may a private file be open to others.
        var file = LinuxCalls.Create(folder, name, mode ?? OfNewFile);
        if (file.IsInvalid) throw HeldFolderFiles.Change(name);
        // The mode at creation is subject to the process's mask, the one that is asked for is not.
        if (!OperatingSystem.IsWindows() && mode is { } kept) File.SetUnixFileMode(file, kept);
        return file;
    }

    private static void Replace(SafeFileHandle folder, string beside, string name)
    {
        // Where there is nothing to exchange it with, or the file system knows no exchange, it is moved.
        if (!LinuxCalls.Exchange(folder, beside, name))
        {
            if (!LinuxCalls.Move(folder, beside, folder, name)) throw HeldFolderFiles.Change(name);
        }
        else
        {
            // What is held is not given up yet, which would wait for the disk where it is just being written.
            var replaced = LinuxCalls.Hold(folder, beside, inOneCall: false);
            if (LinuxCalls.Remove(folder, beside, isFolder: false))
            {
                BeginLayingOut(folder, name, replaced);
                return;
            }

            // A folder was put there at the last moment.
            var refused = HeldFolderFiles.Change(name);
            replaced.Dispose();
            LinuxCalls.Exchange(folder, beside, name);
            throw refused;
        }
    }

    // Not through the handle that wrote it: a program that is open for writing cannot be run.
    private static void BeginLayingOut(SafeFileHandle folder, string name, SafeFileHandle replaced) => ThreadPool.UnsafeQueueUserWorkItem(
        static files =>
        {
            if (!files.Written.IsInvalid) _ = StartWritingRange(files.Written, 0, 0, StartWriting);
            files.Written.Dispose();
            files.Replaced.Dispose();
        },
        (Written: LinuxCalls.OpenToRead(folder, name, inOneCall: false), Replaced: replaced),
        preferLocal: false);

    [DllImport("libc", EntryPoint = "sync_file_range", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StartWritingRange(SafeFileHandle file, long offset, long count, uint flags);
}
