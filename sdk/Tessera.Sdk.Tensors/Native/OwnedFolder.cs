using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Tessera.Sdk.Tensors.Native;

/// <summary>A folder that only this user can have filled: code is loaded from it.</summary>
[SupportedOSPlatform("linux")]
internal static partial class OwnedFolder
{
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Creates the folder and those between; null when another user could change what is in it.</summary>
    public static string? Create(string root, params ReadOnlySpan<string> names)
    {
        Directory.CreateDirectory(root, UserOnly);
        if (!KeepsNames(root))
            return null;

        var folder = root;
        foreach (var name in names)
        {
            folder = Path.Combine(folder, name);
            Directory.CreateDirectory(folder, UserOnly);
            if (!IsOwn(folder))
                return null;
        }

        return folder;
    }

    // Where others may write without the sticky bit, or the owner is a third, our folder could be exchanged for another.
    private static bool KeepsNames(string folder)
    {
        var mode = File.GetUnixFileMode(folder);
        var exchangeable = mode.HasFlag(UnixFileMode.OtherWrite) && !mode.HasFlag(UnixFileMode.StickyBit);
        return !exchangeable && OwnerOf(folder, followLinks: true) is { } owner && (owner == 0 || owner == CurrentUser());
    }

    private static bool IsOwn(string folder) =>
        new DirectoryInfo(folder).LinkTarget is null
        && (File.GetUnixFileMode(folder) & WritableByOthers) == 0
        && OwnerOf(folder, followLinks: false) == CurrentUser();

    private static unsafe uint? OwnerOf(string path, bool followLinks)
    {
        const int currentFolder = -100, doNotFollow = 0x100, ownerOffset = 20;
        const uint ownerWanted = 0x8;
        Span<byte> answer = stackalloc byte[256];
        fixed (byte* start = answer)
        {
            if (Status(currentFolder, path, followLinks ? 0 : doNotFollow, ownerWanted, start) != 0)
                return null;
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(answer[ownerOffset..]);
    }

    // .NET reports a file's mode but not its owner. statx has one layout on all architectures, unlike stat.
    [LibraryImport("libc.so.6", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Status(int folder, string path, int flags, uint mask, byte* answer);

    [LibraryImport("libc.so.6", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint CurrentUser();
}
