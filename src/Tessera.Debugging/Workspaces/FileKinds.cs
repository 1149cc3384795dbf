using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Tessera.Debugging.Workspaces;

/// <summary>Tells files, folders, links and special files apart.</summary>
internal static class FileKinds
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int TypeOnly = 1;
    private const int ModeOffset = 28;
    private const int TypeBits = 0xF000;
    private const int RegularFile = 0x8000;

    public static FileKind Of(string path)
    {
        var info = new FileInfo(path);
        if (info.LinkTarget is not null) return FileKind.Link;
        if (Directory.Exists(path)) return FileKind.Folder;
        if (!info.Exists) return FileKind.Nothing;
        return IsSpecial(path) ? FileKind.Special : FileKind.File;
    }

    // .NET does not tell a named pipe from a file. statx has the same layout on all of Linux's architectures.
    private static bool IsSpecial(string path)
    {
        if (!OperatingSystem.IsLinux()) return false;
        var status = new byte[256];
        return StatX(CurrentFolder, Encoding.UTF8.GetBytes(path + "\0"), NoFollow, TypeOnly, status) == 0
            && (BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(ModeOffset)) & TypeBits) != RegularFile;
    }

    [DllImport("libc", EntryPoint = "statx", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, byte[] path, int flags, uint mask, byte[] status);
}
