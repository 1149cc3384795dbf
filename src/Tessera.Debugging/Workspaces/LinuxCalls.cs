using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tessera.Debugging.Workspaces;

/// <summary>Calls of Linux that .NET has no form of: they name a file from a held folder and follow no link.</summary>
internal static class LinuxCalls
{
    public const int MissingFile = 2;
    public const int Exists = 17;
    public const int NoFolder = 20;
    public const int IsFolder = 21;
    public const int NotEmpty = 39;
    public const int LeavesFolder = 18;
    public const int LinkMet = 40;

    private const int NotPermitted = 1;
    private const int NotImplemented = 38;
    private const int CloseOnExecute = 0x80000;
    private const int PathOnly = 0x200000;
    private const int NonBlocking = 0x800;
    private const int WriteNew = 0xC1;
    private const int OpenAt2Number = 437;
    private const ulong NoMagicLinks = 2;
    private const ulong NoLinks = 4;
    private const ulong Beneath = 8;
    private const int OwnStatus = 0x1000;
    private const uint BasicStatus = 0x7FF;

    // These two are not the same on all architectures.
    private static readonly bool _isArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;
    private static readonly int _folderOnly = _isArm ? 0x4000 : 0x10000;
    private static readonly int _noFollow = _isArm ? 0x8000 : 0x20000;

    // Newer architectures share their numbers.
    private static readonly long _exchange = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 316,
        Architecture.Arm => 382,
        Architecture.X86 => 353,
        Architecture.S390x => 347,
        Architecture.Ppc64le => 357,
        _ => 276,
    };

    /// <summary>Holds what stands at a place, a link itself included, without opening it.</summary>
    public static SafeFileHandle Hold(SafeFileHandle folder, string relative, bool inOneCall) => Open(folder, relative, PathOnly, inOneCall);

    /// <summary>Opens a file to read it. A pipe does not make it wait.</summary>
    public static SafeFileHandle OpenToRead(SafeFileHandle folder, string relative, bool inOneCall) => Open(folder, relative, NonBlocking, inOneCall);

    /// <summary>Holds a folder; an entry that is a link or no folder is refused.</summary>
    public static SafeFileHandle HoldFolder(SafeFileHandle folder, string name) => new(OpenAt(folder, Bytes(name), PathOnly | _folderOnly | _noFollow | CloseOnExecute, 0), ownsHandle: true);

    /// <summary>Holds the folder at an absolute path.</summary>
    public static SafeFileHandle HoldRoot(string path) => new(OpenPath(Bytes(path), PathOnly | _folderOnly | CloseOnExecute, 0), ownsHandle: true);

    /// <summary>Opens a held folder to list it.</summary>
    public static SafeFileHandle OpenFolder(SafeFileHandle folder) => new(OpenAt(folder, [(byte)'.', 0], _folderOnly | CloseOnExecute, 0), ownsHandle: true);

    /// <summary>Makes a file that is not there yet, to write it.</summary>
    public static SafeFileHandle Create(SafeFileHandle folder, string name, UnixFileMode mode) =>
        new(OpenAt(folder, Bytes(name), WriteNew | _noFollow | CloseOnExecute, (int)mode), ownsHandle: true);

    /// <summary>Makes a folder within a held one; false with the system's reason in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    public static bool MakeFolder(SafeFileHandle folder, string name) => MakeDirectoryAt(folder, Bytes(name), 0x1FF) == 0;

    /// <summary>Removes an entry of a held folder, a link itself and not where it leads; false with the system's reason.</summary>
    public static bool Remove(SafeFileHandle folder, string name, bool isFolder) => UnlinkAt(folder, Bytes(name), isFolder ? 0x200 : 0) == 0;

    /// <summary>Moves an entry of a held folder to another; false with the system's reason.</summary>
    public static bool Move(SafeFileHandle folder, string name, SafeFileHandle target, string targetName) => RenameAt(folder, Bytes(name), target, Bytes(targetName)) == 0;

    /// <summary>Exchanges two entries of a held folder, links themselves and not where they lead; false where one is missing or the file system has no such way.</summary>
    public static bool Exchange(SafeFileHandle folder, string name, string other) =>
        RenameAt2(_exchange, folder, Bytes(name), folder, Bytes(other), 2) == 0;

    /// <summary>Where a link of a held folder leads; null when there is none.</summary>
    public static string? TargetOf(SafeFileHandle folder, string name)
    {
        Span<byte> target = stackalloc byte[4096];
        var length = (int)ReadLinkAt(folder, Bytes(name), ref MemoryMarshal.GetReference(target), (nuint)target.Length);
        return length < 0 ? null : LinuxNames.Decode(target[..length]);
    }

    /// <summary>Makes a link in a held folder; false with the system's reason.</summary>
    public static bool MakeLink(SafeFileHandle folder, string name, string target) => SymbolicLinkAt(Bytes(target), folder, Bytes(name)) == 0;

    /// <summary>What a held file is.</summary>
    public static FileStatus StatusOf(SafeFileHandle file) => Status(file, [0], OwnStatus);

    /// <summary>What an entry of a held folder is, a link not being followed.</summary>
    public static FileStatus StatusOf(SafeFileHandle folder, string name) => Status(folder, Bytes(name), 0x100);

    /// <summary>What an entry of a held folder is, a link not being followed. The name ends with a NUL.</summary>
    public static FileStatus StatusOf(SafeFileHandle folder, ReadOnlySpan<byte> name) => Status(folder, name, 0x100);

    private static SafeFileHandle Open(SafeFileHandle folder, string relative, int flags, bool inOneCall)
    {
        flags |= _noFollow | CloseOnExecute;
        var path = relative.Length == 0 ? "." : relative;
        if (inOneCall)
        {
            var how = new OpenHow { Flags = (ulong)flags, Resolve = NoMagicLinks | NoLinks | Beneath };
            var opened = new SafeFileHandle((nint)OpenAt2(OpenAt2Number, folder, Bytes(path), ref how, 24), ownsHandle: true);
            // Old systems and some sandboxes lack it.
            if (!opened.IsInvalid || Marshal.GetLastPInvokeError() is not (NotImplemented or NotPermitted)) return opened;
        }

        var names = path.Split('/');
        var at = folder;
        foreach (var name in names[..^1])
        {
            var next = HoldFolder(at, name);
            var error = Marshal.GetLastPInvokeError();
            // To a call that wants a folder, a link is no folder.
            if (next.IsInvalid && error == NoFolder && StatusOf(at, name).Kind == FileKind.Link) error = LinkMet;
            if (!ReferenceEquals(at, folder)) at.Dispose();
            at = next;
            if (!at.IsInvalid) continue;
            Marshal.SetLastPInvokeError(error);
            return at;
        }

        var file = new SafeFileHandle(OpenAt(at, Bytes(names[^1]), flags, 0), ownsHandle: true);
        var last = Marshal.GetLastPInvokeError();
        if (!ReferenceEquals(at, folder)) at.Dispose();
        Marshal.SetLastPInvokeError(last);
        return file;
    }

    private static FileStatus Status(SafeFileHandle file, ReadOnlySpan<byte> name, int flags)
    {
        Span<byte> status = stackalloc byte[256];
        return StatX(file, ref MemoryMarshal.GetReference(name), flags, BasicStatus, ref MemoryMarshal.GetReference(status)) == 0 ? FileStatus.Read(status) : default;
    }

    private static byte[] Bytes(string path) => LinuxNames.Encode(path);

    [DllImport("libc", EntryPoint = "open", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenPath(byte[] path, int flags, int mode);

    [DllImport("libc", EntryPoint = "openat", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenAt(SafeFileHandle folder, byte[] path, int flags, int mode);

    [DllImport("libc", EntryPoint = "syscall", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long OpenAt2(long number, SafeFileHandle folder, byte[] path, ref OpenHow how, nuint size);

    [DllImport("libc", EntryPoint = "mkdirat", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeDirectoryAt(SafeFileHandle folder, byte[] path, int mode);

    [DllImport("libc", EntryPoint = "unlinkat", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int UnlinkAt(SafeFileHandle folder, byte[] path, int flags);

    [DllImport("libc", EntryPoint = "renameat", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RenameAt(SafeFileHandle folder, byte[] path, SafeFileHandle target, byte[] targetPath);

    [DllImport("libc", EntryPoint = "syscall", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long RenameAt2(long number, SafeFileHandle folder, byte[] path, SafeFileHandle target, byte[] targetPath, uint flags);

    [DllImport("libc", EntryPoint = "readlinkat", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ReadLinkAt(SafeFileHandle folder, byte[] path, ref byte target, nuint room);

    [DllImport("libc", EntryPoint = "symlinkat", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SymbolicLinkAt(byte[] target, SafeFileHandle folder, byte[] path);

    [DllImport("libc", EntryPoint = "statx", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(SafeFileHandle folder, ref byte path, int flags, uint mask, ref byte status);

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
